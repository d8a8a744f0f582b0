import { isReport, storedDrafts } from '#storage/outbox/read-draft.ts';
import type { CarriedField, Draft, MainDb, ReportForm } from '#storage/databases/main-db.ts';

const isCarried = ({ carried }: ReportForm, field: CarriedField, text: string): boolean =>
  text === '' || (carried?.fields.includes(field) ?? false);

/** True if the person entered nothing: the fix and a carried spot are filled in automatically. */
export const isBlank = ({ form, photos, undecoded, replaces }: Draft<'report'>): boolean =>
  photos.length === 0 &&
  undecoded.length === 0 &&
  replaces === null &&
  form.family === null &&
  form.hazard === null &&
  form.description.trim() === '' &&
  form.choice === null &&
  !form.handled &&
  isCarried(form, 'place', form.spot.placeId ?? '') &&
  isCarried(form, 'building', form.spot.building) &&
  isCarried(form, 'unit', form.spot.unit) &&
  form.spot.floor === '' &&
  form.spot.detail === '';

/** Reports that are not blank, newest change first. */
export const openDrafts = async (db: MainDb): Promise<Draft<'report'>[]> =>
  (await storedDrafts(db)).filter(isReport).filter((draft) => !isBlank(draft));
