import type { DraftRow, MainDb } from '#storage/main-db.ts';

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

/** The report somebody was writing when they left or the phone died. */
export const openDraft = async (db: MainDb): Promise<DraftRow | null> => {
  const drafts = await db.drafts.orderBy('updatedAt').reverse().toArray();
  return drafts.find((draft) => !isBlank(draft)) ?? null;
};
