import type { Millis } from '#domain/base/units.ts';
import type { EventId } from '#domain/ledger/ids.ts';
import { uuidV7 } from '#domain/ledger/uuid-v7.ts';
import { emptyForm } from '#storage/outbox/drafts.ts';
import type { DraftForm, DraftPhoto, DraftRow, MainDb } from '#storage/databases/main-db.ts';
import { lockFirst, lockNew, type LockedDraft } from './locked-draft.ts';
import type { Spot } from '#domain/case/spot.ts';

export type { DraftForm, DraftPhoto, DraftRow } from '#storage/databases/main-db.ts';

type Source = { readonly now: () => Millis; readonly random: (bytes: number) => Uint8Array };

/** Keeps the last fix, which carries its age, and a denied permission: both still apply to the next report. */
export const newDraft = (
  { now, random }: Source,
  spot: Spot = emptyForm.spot,
  { fix, noPosition }: Pick<DraftForm, 'fix' | 'noPosition'> = emptyForm,
): DraftRow => ({
  id: uuidV7(now(), random(10)),
  caseId: uuidV7(now(), random(10)),
  updatedAt: now(),
  form: { ...emptyForm, spot, fix, noPosition: noPosition === 'denied' ? noPosition : null },
  photos: [],
  replaces: null,
});

const SAME_PLACE: Millis = 30 * 60_000;

/** The next hazard is often in the same building: for half an hour, new drafts have the place, building and unit of the
 * last report. */
export const rememberedSpot = async (db: MainDb, now: Millis): Promise<Spot> => {
  const last = await db.outbox.orderBy('order').last();
  if (!last || last.event.type !== 'case.reported' || now - last.savedAt > SAME_PLACE) return emptyForm.spot;
  const { placeId, placeName, building, unit } = last.event.body.spot;
  return { ...emptyForm.spot, placeId, placeName, building, unit };
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
  const form: DraftForm = {
    family: null,
    hazard,
    severity,
    spot,
    chosenPosition: position,
    fix: null,
    noPosition,
    description,
    handled,
  };
  const photos: DraftPhoto[] = [...event.photos];
  return lockNew({ ...newDraft(source), caseId: event.subject.id, form, photos, replaces: eventId });
};
