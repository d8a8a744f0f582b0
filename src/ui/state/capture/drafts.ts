import { distanceMetres } from '#domain/base/geometry.ts';
import type { Metres, Millis } from '#domain/base/units.ts';
import type { EventId } from '#domain/ledger/ids.ts';
import { uuidV7 } from '#domain/ledger/uuid-v7.ts';
import type { PositionChoice } from '#domain/place/report-position.ts';
import { emptyForm } from '#storage/outbox/drafts.ts';
import type { DraftForm, DraftPhoto, DraftRow, MainDb } from '#storage/databases/main-db.ts';
import { lockFirst, lockNew, type LockedDraft } from './locked-draft.ts';

export type { DraftForm, DraftPhoto, DraftRow } from '#storage/databases/main-db.ts';

export type Source = { readonly now: () => Millis; readonly random: (bytes: number) => Uint8Array };

export const newDraft = ({ now, random }: Source, { spot, carried }: CarriedSpot = emptyForm): DraftRow => ({
  id: uuidV7(now(), random(10)),
  caseId: uuidV7(now(), random(10)),
  updatedAt: now(),
  form: { ...emptyForm, spot, carried },
  photos: [],
  replaces: null,
});

/** The next draft, with the last fix, which carries its age, and a denied permission: both still apply. */
export const continuedBy = ({ fix, isLocationDenied }: DraftForm, next: DraftRow): DraftRow => ({
  ...next,
  form: { ...next.form, ...keptNearBy(next.form, fix), fix, isLocationDenied },
});

const CARRIED_FOR: Millis = 30 * 60_000;
/** Two buildings of a compound are about as far from each other. */
const CARRIED_WITHIN: Metres = 60;

type CarriedSpot = Pick<DraftForm, 'spot' | 'carried'>;

/**
 * The next hazard is often in the same building: for half an hour, new drafts have the place, building and unit of the
 * last report.
 */
export const carriedSpot = async (db: MainDb, now: Millis): Promise<CarriedSpot> => {
  const last = await db.outbox.orderBy('order').last();
  if (!last || last.event.type !== 'case.reported' || now - last.savedAt > CARRIED_FOR) return emptyForm;
  const { spot, position } = last.event.body;
  const { placeId, placeName, building, unit } = spot;
  if (placeId === null && building === '' && unit === '') return emptyForm;
  // The position of a place is its middle: it does not show where the person was.
  const from = position && position.source !== 'place' ? { lat: position.lat, lon: position.lon } : null;
  return { spot: { ...emptyForm.spot, placeId, placeName, building, unit }, carried: { from } };
};

/** The spot, without what was carried over from a report that is farther away than this fix can be wrong. */
export const keptNearBy = ({ spot, carried }: CarriedSpot, fix: DraftForm['fix']): CarriedSpot => {
  if (!carried?.from || !fix) return { spot, carried };
  if (distanceMetres(carried.from, fix) <= CARRIED_WITHIN + fix.accuracyMetres) return { spot, carried };
  const { floor, detail } = spot;
  return { spot: { ...emptyForm.spot, floor, detail }, carried: null };
};

/** The draft that resubmits a report: the one already begun, else a new one with its text and photos. */
export const resubmissionDraft = async (
  db: MainDb,
  source: Source,
  eventId: EventId,
): Promise<LockedDraft | null> => {
  const row = await db.outbox.get(eventId);
  if (row?.event.type !== 'case.reported') return null;
  const { event } = row;
  const started = await db.drafts.filter((draft) => draft.replaces === eventId).toArray();
  const locked = await lockFirst(db, started);
  if (locked) return locked;
  const { hazard, severity, spot, position, noPosition, description, handled } = event.body;
  const given: PositionChoice | null = position && { source: 'given', position };
  const form: DraftForm = {
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
  const photos: DraftPhoto[] = [...event.photos];
  return lockNew({ ...newDraft(source), caseId: event.subject.id, form, photos, replaces: eventId });
};
