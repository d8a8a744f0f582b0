import { capabilities } from '#domain/people/capabilities.ts';
import { cleanText } from '#domain/base/text.ts';
import { err, ok, type Result } from '#domain/base/result.ts';
import type { NoPositionReason } from '#domain/case/sources.ts';
import type { Bytes, Millis } from '#domain/base/units.ts';
import { ENVELOPE_VERSION } from '#domain/ledger/envelope.ts';
import type { EventId } from '#domain/ledger/ids.ts';
import type { ManifestPhoto } from '#domain/ledger/photo-manifest.ts';
import { uuidV7 } from '#domain/ledger/uuid-v7.ts';
import type { Grid } from '#domain/place/grid.ts';
import type { Place } from '#domain/place/place.ts';
import { reportPosition, type ReportPosition } from '#domain/place/report-position.ts';
import { isDecision } from '#domain/ledger/act.ts';
import { signEvent } from '#storage/person/device-key.ts';
import type { PictureData } from './drafts.ts';
import type { Draft, MainDb, ReportForm } from '#storage/databases/main-db.ts';
import { storedDraft } from './read-draft.ts';
import { DraftPhotosChanged, inManifest, saveEvent, type EventToSave } from './outbox.ts';
import { UNDO_TIME } from './undo.ts';
import { isQuotaError } from '#storage/databases/quota.ts';
import { grids, places } from '#storage/subjects/reference.ts';
import { withSpace, withTextSpace } from '#storage/photos/free-space.ts';
import type { SignedInRow } from '#storage/databases/shared-db.ts';
import { parseEvent } from '#domain/parse-event.ts';
import { actOf, type EventOf, type EventType, type LedgerEvent } from '#domain/subjects.ts';

/** Who saves, in which database, and when. `now` is the time on the device's clock. */
export type Author = {
  readonly db: MainDb;
  readonly signedIn: SignedInRow;
  readonly now: Millis;
  readonly random: (bytes: Bytes) => Uint8Array;
};

type ReportBody = EventOf<'case.reported'>['body'];
/** The data that assigns a grid to a report. */
export type Area = { readonly grids: readonly Grid[]; readonly places: readonly Place[] };

export const readArea = async (db: MainDb): Promise<Area> => {
  const [gridRows, placeRows] = await Promise.all([grids(db), places(db)]);
  return { grids: gridRows, places: placeRows };
};

/** Where the report of this draft would be, if it were saved now. */
export const positionOfDraft = (
  { form, photos }: Pick<Draft<'report'>, 'form' | 'photos'>,
  { grids, places }: Area,
  now: Millis,
): ReportPosition =>
  reportPosition({
    choice: form.choice,
    fix: form.fix,
    photos: photos.map(({ sha256, source, position, takenAt }) => {
      const taken = Date.parse(takenAt ?? '');
      return { sha256, source, position, ageMillis: Number.isNaN(taken) ? null : now - taken };
    }),
    place: places.find(({ id }) => id === form.spot.placeId) ?? null,
    isPlaceByHand: !(form.carried?.fields.includes('place') ?? false),
    grids,
    now,
  });

const whyNone = ({ choice, isLocationDenied }: ReportForm): NoPositionReason => {
  if (choice?.source === 'indoors') return 'indoors';
  return isLocationDenied ? 'denied' : 'unavailable';
};

const cleanSpot = (spot: ReportBody['spot']): ReportBody['spot'] => ({
  placeId: spot.placeId,
  placeName: cleanText(spot.placeName),
  building: cleanText(spot.building),
  unit: cleanText(spot.unit),
  floor: cleanText(spot.floor),
  detail: cleanText(spot.detail),
});

/** Distributes over the union, so that each type keeps its own body. */
type What = LedgerEvent extends infer E
  ? E extends LedgerEvent
    ? Pick<E, 'type' | 'body' | 'subject' | 'photos' | 'replaces'>
    : never
  : never;

const eventOf = ({ signedIn, now, random }: Author, what: What): LedgerEvent => ({
  v: ENVELOPE_VERSION,
  id: uuidV7(now, random(10)),
  author: signedIn.id,
  device: signedIn.device,
  at: now,
  clockOffset: signedIn.clockOffset,
  ...(signedIn.lastServerTime === undefined ? {} : { lastServerTime: signedIn.lastServerTime }),
  ...what,
});

/**
 * Throws for an event that the ledger cannot read: the server would reject it and its photos would never be claimed.
 */
const save = async (
  author: Author,
  event: LedgerEvent,
  rest: Pick<EventToSave, 'draftId' | 'pictures' | 'notBefore'>,
): Promise<Result<EventId, 'storageFull'>> => {
  const { db, now } = author;
  // Signed before the transaction opens: awaiting WebCrypto inside would commit it early.
  const signed = await signEvent(event, author.signedIn.key);
  const read = parseEvent(signed.text);
  if (!read.ok) throw new Error(read.error);
  const toSave = { event, signed, now, ...rest };
  // A write with pictures may not use the reserve, which is for text.
  const write = rest.pictures?.length ? withSpace : withTextSpace;
  try {
    return ok(await write(db, now, () => saveEvent(db, toSave)));
  } catch (error) {
    if (isQuotaError(error)) return err('storageFull');
    throw error;
  }
};

/** The part of a report that the person entered. The device's fix is left out: it differs at every try. */
const ownPart = (event: LedgerEvent): string => {
  if (event.type !== 'case.reported') return '';
  const { hazard, severity, spot, position, description, handled } = event.body;
  const chosen = position?.source === 'device' ? null : position;
  return JSON.stringify([hazard, severity, spot, chosen, description, handled, event.photos]);
};

/**
 * Creates a signed event from the draft and saves it; the draft is deleted in the same transaction. A photo that
 * joined the stored draft after the screen last read it becomes part of the report. Errors: `incomplete` without a
 * hazard kind or severity, or while it is unknown where photos of the album were taken; `storageFull` with everything unchanged; `reported` when the case already has a report with
 * other content, for example from another window.
 */
export const saveReport = async (
  author: Author,
  draft: Draft<'report'>,
  area: Area,
): Promise<Result<EventId, 'incomplete' | 'storageFull' | 'reported'>> => {
  const { db, now, signedIn } = author;
  const { form, photos } = draft;
  if (form.hazard === null || form.severity === null) return err('incomplete');
  const { position, grid, isAsked } = positionOfDraft(draft, area, now);
  if (isAsked) return err('incomplete');
  const event = eventOf(author, {
    type: 'case.reported',
    subject: draft.subject,
    photos: photos.map(inManifest),
    ...(draft.replaces === null ? {} : { replaces: draft.replaces }),
    body: {
      hazard: form.hazard,
      severity: form.severity,
      channel: capabilities[signedIn.person.role].channel ?? 'patrol',
      grid,
      spot: cleanSpot(form.spot),
      position,
      noPosition: position ? null : whyNone(form),
      description: cleanText(form.description),
      handled: form.handled,
    },
  });
  try {
    const saved = await save(author, event, { draftId: draft.id });
    if (!saved.ok || saved.value === event.id) return saved;
    const first = await db.outbox.get(saved.value);
    return first && ownPart(first.event) === ownPart(event) ? saved : err('reported');
  } catch (error) {
    const stored = error instanceof DraftPhotosChanged ? await storedDraft(db, draft.id) : undefined;
    if (!stored) throw error;
    return saveReport(author, { ...draft, photos: stored.photos }, area);
  }
};

/** The acts whose body is a text. */
type TextAct = {
  [T in EventType]: EventOf<T>['body'] extends { readonly text: string } ? T : never;
}[EventType];

export type CaseAct = {
  readonly caseId: string;
  readonly type: TextAct;
  readonly text: string;
  readonly photos?: readonly ManifestPhoto[];
  /** Bytes and thumbnails of `photos`, unless a draft has stored them. */
  readonly pictures?: readonly PictureData[];
  /** The draft with `photos`; deleted with the save. */
  readonly draftId?: string;
};

/**
 * Saves a note, photos or a decision. It is shown at once and sent when there is a link, a decision after the time in which
 * it can be undone.
 */
export const saveCaseEvent = (author: Author, act: CaseAct): Promise<Result<EventId, 'storageFull'>> => {
  const { caseId, type, text, photos = [], pictures = [], draftId = null } = act;
  const event = eventOf(author, {
    type,
    subject: { kind: 'case', id: caseId },
    photos: [...photos],
    body: { text: cleanText(text) },
  });
  const notBefore = isDecision(actOf(type)) ? author.now + UNDO_TIME : undefined;
  return save(author, event, { draftId, pictures, notBefore });
};
