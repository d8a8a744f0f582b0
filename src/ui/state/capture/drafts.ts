import { distanceMetres } from '#domain/base/geometry.ts';
import type { Metres, Millis } from '#domain/base/units.ts';
import type { EventId } from '#domain/ledger/ids.ts';
import { uuidV7 } from '#domain/ledger/uuid-v7.ts';
import type { PositionChoice } from '#domain/place/report-position.ts';
import { emptyForm } from '#storage/outbox/drafts.ts';
import { placeById } from '#storage/subjects/place.ts';
import { inSlot, isReport, storedDrafts } from '#storage/outbox/read-draft.ts';
import type { CarriedField, Draft, MainDb, ReportForm } from '#storage/databases/main-db.ts';
import type { Spot } from '#domain/case/spot.ts';
import { lockFirst, lockNew, type LockedDraft } from './locked-draft.ts';

export type { Draft, DraftPhoto, DraftRow, ReportForm, UndecodedPhoto } from '#storage/databases/main-db.ts';

export type Source = { readonly now: () => Millis; readonly random: (bytes: number) => Uint8Array };

export const newDraft = (
  { now, random }: Source,
  { spot, carried }: FilledSpot = emptyForm,
): Draft<'report'> => ({
  id: uuidV7(now(), random(10)),
  kind: 'report',
  subject: { kind: 'case', id: uuidV7(now(), random(10)) },
  updatedAt: now(),
  form: { ...emptyForm, spot, carried },
  photos: [],
  undecoded: [],
  replaces: null,
});

/** The next draft, with the last fix, which carries its age, and a denied permission: both still apply. */
export const continuedBy = (
  { fix, isLocationDenied }: ReportForm,
  next: Draft<'report'>,
): Draft<'report'> => ({
  ...next,
  form: { ...next.form, ...keptNearBy(next.form, fix), fix, isLocationDenied },
});

const CARRIED_FOR: Millis = 30 * 60_000;
/** Two buildings of a compound are about as far from each other. */
const SAME_BUILDING: Metres = 60;
/** The position of a place is its middle. */
const SAME_PLACE: Metres = 300;

type FilledSpot = Pick<ReportForm, 'spot' | 'carried'>;

/**
 * The next hazard is often in the same building: for half an hour, new drafts have the place, building and unit of the
 * last report.
 */
export const carriedSpot = async (db: MainDb, now: Millis): Promise<FilledSpot> => {
  const last = await db.outbox.orderBy('order').last();
  if (!last || last.event.type !== 'case.reported' || now - last.savedAt > CARRIED_FOR) return emptyForm;
  const { spot, position } = last.event.body;
  const { building, unit } = spot;
  // The office may have retired the place since.
  const place = spot.placeId === null ? null : await placeById(db, spot.placeId);
  const { placeId, placeName } = place?.retired ? emptyForm.spot : spot;
  return {
    spot: { ...emptyForm.spot, placeId, placeName, building, unit },
    carried: {
      fields: ['place', 'building', 'unit'],
      from: position && { lat: position.lat, lon: position.lon },
      within: position?.source === 'place' ? SAME_PLACE : SAME_BUILDING,
    },
  };
};

/** The spot with what the person entered. A field that the person changes is no longer carried. */
export const withEntered = ({ spot, carried }: FilledSpot, entered: Partial<Spot>): FilledSpot => {
  const isLeft = (field: CarriedField): boolean => !((field === 'place' ? 'placeId' : field) in entered);
  return {
    spot: { ...spot, ...entered },
    carried: carried && { ...carried, fields: carried.fields.filter(isLeft) },
  };
};

/** The spot, without what was carried over from a report that is farther away than this fix can be wrong. */
export const keptNearBy = ({ spot, carried }: FilledSpot, fix: ReportForm['fix']): FilledSpot => {
  const isNear =
    !carried?.from || !fix || distanceMetres(carried.from, fix) <= carried.within + fix.accuracyMetres;
  if (isNear) return { spot, carried };
  const isGone = (field: CarriedField): boolean => carried.fields.includes(field);
  return {
    spot: {
      ...spot,
      ...(isGone('place') ? { placeId: null, placeName: '' } : {}),
      ...(isGone('building') ? { building: '' } : {}),
      ...(isGone('unit') ? { unit: '' } : {}),
    },
    carried: null,
  };
};

/** The draft that resubmits a report: the one already begun, else a new one with its text and photos. */
export const resubmissionDraft = async (
  db: MainDb,
  source: Source,
  eventId: EventId,
): Promise<LockedDraft<'report'> | null> => {
  const row = await db.outbox.get(eventId);
  if (row?.event.type !== 'case.reported') return null;
  const { event } = row;
  const started = (await storedDrafts(db)).filter((draft) => draft.replaces === eventId);
  const locked = await lockFirst(db, started, isReport);
  if (locked) return locked;
  const { hazard, severity, spot, position, noPosition, description, handled } = event.body;
  const given: PositionChoice | null = position && { source: 'given', position };
  const form: ReportForm = {
    family: null,
    hazard,
    severity,
    isSeverityByHand: true,
    spot,
    carried: null,
    choice: noPosition === 'indoors' ? { source: 'indoors' } : given,
    fix: null,
    isLocationDenied: noPosition === 'denied',
    description,
    handled,
  };
  const photos = event.photos.map(inSlot);
  return lockNew({ ...newDraft(source), subject: event.subject, form, photos, replaces: eventId });
};
