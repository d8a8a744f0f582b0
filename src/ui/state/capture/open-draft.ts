import type { DraftRow, MainDb } from '#storage/databases/main-db.ts';

/** True if the person entered nothing: position and building are filled in automatically. */
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

/** Drafts that are not blank, newest change first. */
export const openDrafts = async (db: MainDb): Promise<DraftRow[]> => {
  const drafts = await db.drafts.orderBy('updatedAt').reverse().toArray();
  return drafts.filter((draft) => !isBlank(draft));
};
