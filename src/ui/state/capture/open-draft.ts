import type { DraftRow, MainDb } from '#storage/databases/main-db.ts';

/** Nothing a person would miss: a position and the building of the last report come by themselves. */
export const isBlank = ({ form, photos, replaces }: DraftRow): boolean =>
  photos.length === 0 &&
  replaces === null &&
  form.family === null &&
  form.hazard === null &&
  form.description.trim() === '' &&
  form.chosenPosition === null &&
  !form.handled &&
  form.spot.floor === '' &&
  form.spot.detail === '';

/** Those a person would miss, the last one written first. */
export const openDrafts = async (db: MainDb): Promise<DraftRow[]> => {
  const drafts = await db.drafts.orderBy('updatedAt').reverse().toArray();
  return drafts.filter((draft) => !isBlank(draft));
};
