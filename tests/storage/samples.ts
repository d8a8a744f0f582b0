/** A person with a phone: a new database, a device key, and photos of random bytes. */
import { applyEvent, type LedgerEvent, type Subject } from '#domain/subjects.ts';
import { onTestFinished } from 'vitest';
import type { Case } from '#domain/case/case.ts';
import type { Authority } from '#domain/ledger/roles.ts';
import type { PullAnswer } from '#domain/protocol/pull.ts';
import { MARKER } from '#domain/protocol/version.ts';
import { makeDeviceKey } from '#storage/person/device-key.ts';
import { addDraftPhoto, emptyForm, writeDraft } from '#storage/outbox/drafts.ts';
import { inSlot } from '#storage/outbox/read-draft.ts';
import { MainDb, type Draft } from '#storage/databases/main-db.ts';
import type { Author } from '#storage/outbox/save-report.ts';
import { readArea, saveReport } from '#storage/outbox/save-report.ts';
import type { SignedInRow } from '#storage/databases/shared-db.ts';
import { authorityOf } from '#storage/person/authority.ts';
import { draftedPhoto, type DraftedPhoto } from '#tests/support/data/a-photo.ts';

export const NOON = Date.UTC(2025, 5, 2, 4);
export const GRID = '110105001001001';

export const randomBytes = (length: number): Uint8Array<ArrayBuffer> =>
  crypto.getRandomValues(new Uint8Array(length));

export type Phone = {
  readonly db: MainDb;
  readonly signedIn: SignedInRow;
  readonly by: Authority;
  readonly author: (now?: number) => Author;
};

export const newPhone = async (role: SignedInRow['person']['role'] = 'patroller'): Promise<Phone> => {
  const id = `p-${crypto.randomUUID()}`;
  const db = new MainDb(id);
  onTestFinished(() => db.close());
  const { key, publicKey } = await makeDeviceKey();
  const person = { id, name: '王巡', role, region: '110105', scope: ['110105001001'] };
  const signedIn = { id, person, device: `d-${id}`, key, publicKey, clockOffset: 1500 };
  const author = (now = NOON): Author => ({ db, signedIn, now, random: randomBytes });
  return { db, signedIn, by: authorityOf(signedIn), author };
};

export type TakenPhoto = DraftedPhoto;

export const takePhoto = (bytes = 3000): Promise<TakenPhoto> =>
  draftedPhoto(randomBytes(bytes).buffer, randomBytes(300).buffer);

export const draftOf = (changes: Partial<Draft<'report'>['form']> = {}): Draft<'report'> => ({
  kind: 'report',
  undecoded: [],
  id: crypto.randomUUID(),
  subject: { kind: 'case', id: crypto.randomUUID() },
  updatedAt: NOON,
  form: { ...emptyForm, hazard: 'EB01', severity: 'major', description: '楼道充电', ...changes },
  photos: [],
  replaces: null,
});

/** A draft with its photos, stored as the capture screen stores it. */
export const writtenDraft = async (
  { db }: Pick<Phone, 'db'>,
  photos: readonly TakenPhoto[] = [],
  draft = draftOf(),
): Promise<Draft<'report'>> => {
  await writeDraft(db, draft);
  for (const { photo, pictures } of photos) await addDraftPhoto(db, draft.id, inSlot(photo), pictures, NOON);
  return draft;
};

/** Saves a report with `photos` photos. Returns its outbox row. */
export const report = async (phone: Phone, photos = 0, draft = draftOf(), photoBytes = 3000) => {
  const taken = await Promise.all(Array.from({ length: photos }, () => takePhoto(photoBytes)));
  await writtenDraft(phone, taken, draft);
  const saved = await saveReport(phone.author(), draft, await readArea(phone.db));
  if (!saved.ok) throw new Error(saved.error);
  const row = await phone.db.outbox.get(saved.value);
  if (!row) throw new Error('The report is not in the outbox');
  return { row, caseId: draft.subject.id, photos: taken.map(({ photo }) => photo) };
};

export const foldOf = (events: readonly LedgerEvent[], by: Authority, receivedAt = NOON): Case => {
  const subject = events.reduce<Subject | null>(
    (current, event) => applyEvent(current, { event, verdict: 'applied', reason: null, by, receivedAt }),
    null,
  );
  if (subject === null) throw new Error('No events');
  return subject;
};

export const pullPage = (changes: Partial<PullAnswer>): PullAnswer => ({
  marker: MARKER,
  serverTime: NOON,
  reset: false,
  more: false,
  cursor: 'c1',
  subjects: [],
  reference: [],
  gone: [],
  ...changes,
});
