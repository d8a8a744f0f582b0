/**
 * Codes for enrolment: made by an admin, used up by the device of the person.
 *
 * Promises: a code is stored as a hash only. It enrols one device within its time; the same device may ask again after a lost
 * answer, by a signature of its key. Who enrolled has a sign-in, a device and a session, or none of them.
 */
import { createHmac, randomInt } from 'node:crypto';
import type { ErrorCode } from '#domain/base/errors.ts';
import { err, ok, type Result } from '#domain/base/result.ts';
import type { Millis } from '#domain/base/units.ts';
import { readUsername } from '#domain/office/office-person.ts';
import { SETTINGS_ID, type Settings } from '#domain/office/settings.ts';
import type { Person } from '#domain/people/person.ts';
import {
  CODE_ALPHABET,
  CODE_LENGTH,
  proofText,
  readCode,
  shownCode,
  type Look,
  type TakeRequest,
} from '#domain/protocol/enrolment.ts';
import { isSignedBy } from '#server/ledger/check-event.ts';
import { personOf, type PersonRow } from '#server/ledger/authority.ts';
import { openFeed } from '#server/ledger/feed.ts';
import { noteAction, type Editor } from '#server/ledger/reference.ts';
import { chunksOf, type Reading, type Store, type Writing } from '#server/store/store.ts';
import type { Auth } from './auth.ts';
import { enrolDevice } from './devices.ts';
import { hashPassword, openSessionOf, writeSignIn } from './sign-ins.ts';

export const CODE_LIFE: Millis = 24 * 3_600_000;

const newCode = (): string =>
  Array.from({ length: CODE_LENGTH }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]).join('');

export const hashCode = (secret: string, code: string): string =>
  createHmac('sha256', secret).update(`enrolment ${code}`).digest('hex');

export type NewCode = { readonly person: string; readonly code: string; readonly expiresAt: Millis };

/** Makes a code for each person of the region who is not retired; earlier codes of these people end. */
export const issueCodes = (
  store: Store,
  secret: string,
  region: string,
  people: readonly string[],
  editor: Editor & { readonly by: string },
): Promise<readonly NewCode[]> =>
  store.write.transaction().execute(async (tx) => {
    const feed = await openFeed(tx, region);
    const found = await tx
      .selectFrom('people')
      .select('id')
      .where('region', '=', region)
      .where('id', 'in', people)
      .where('retired_at', 'is', null)
      .execute();
    const codes = found.map(({ id }) => ({ person: id, code: newCode(), expiresAt: editor.at + CODE_LIFE }));
    await tx
      .updateTable('enrolment_codes')
      .set({ revoked_at: editor.at })
      .where('person', 'in', people)
      .where('region', '=', region)
      .where('revoked_at', 'is', null)
      .execute();
    const rows = codes.map(({ person, code, expiresAt }) => ({
      hash: hashCode(secret, code),
      region,
      person,
      scope: null,
      made_by: editor.by,
      made_at: editor.at,
      expires_at: expiresAt,
      uses: 0,
      max_uses: 1,
      revoked_at: null,
    }));
    for (const part of chunksOf(rows)) await tx.insertInto('enrolment_codes').values(part).execute();
    for (const { person, expiresAt } of codes)
      await noteAction(tx, feed, { kind: 'code', id: person, after: { expiresAt } }, editor);
    await feed.close();
    return codes.map((it) => ({ ...it, code: shownCode(it.code) }));
  });

type CodeRow = {
  readonly hash: string;
  readonly region: string;
  readonly person: string;
  readonly isUsed: boolean;
};

/** Errors: codeUnknown; codeExpired, also after a newer code of the person. A used code is found, for its own device. */
const findCode = async (
  db: Reading,
  secret: string,
  text: string,
  now: Millis,
): Promise<Result<CodeRow, ErrorCode>> => {
  const code = readCode(text);
  if (code === null) return err('codeUnknown');
  const row = await db
    .selectFrom('enrolment_codes')
    .selectAll()
    .where('hash', '=', hashCode(secret, code))
    .executeTakeFirst();
  if (!row || row.person === null) return err('codeUnknown');
  if (row.expires_at <= now || row.revoked_at !== null) return err('codeExpired');
  return ok({ hash: row.hash, region: row.region, person: row.person, isUsed: row.uses >= row.max_uses });
};

const officeName = async (db: Reading, region: string): Promise<Settings['office']> => {
  const row = await db
    .selectFrom('reference')
    .select('value')
    .where('region', '=', region)
    .where('kind', '=', 'settings')
    .where('id', '=', SETTINGS_ID)
    .executeTakeFirst();
  return row?.value ? (JSON.parse(row.value) as Settings).office : { zh: region, en: region };
};

export type LookedUp = Omit<Look, 'marker' | 'serverTime'>;

/** Whose code it is. Uses nothing up. Errors: codeUnknown, codeUsed, codeExpired. */
export const lookAtCode = async (
  { read }: Store,
  secret: string,
  text: string,
  now: Millis,
): Promise<Result<LookedUp, ErrorCode>> => {
  const found = await findCode(read, secret, text, now);
  if (!found.ok) return found;
  if (found.value.isUsed) return err('codeUsed');
  const person = await read
    .selectFrom('people')
    .select(['id as person', 'name', 'role', 'username'])
    .where('id', '=', found.value.person)
    .executeTakeFirst();
  if (!person) return err('codeUnknown');
  return ok({ ...person, office: await officeName(read, found.value.region), needsPassword: true });
};

class Refused extends Error {
  constructor(readonly code: ErrorCode) {
    super(code);
  }
}

export type Taken = { readonly person: Person; readonly device: string; readonly cookie: string };

/** Uses the code up for the device, in the transaction that writes the sign-in. Throws Refused. */
const useCode = async (
  tx: Writing,
  { hash, region }: CodeRow,
  { device, username }: TakeRequest,
  passwordHash: string,
  now: Millis,
): Promise<PersonRow> => {
  await openFeed(tx, region);
  const code = await tx
    .selectFrom('enrolment_codes')
    .selectAll()
    .where('hash', '=', hash)
    .executeTakeFirstOrThrow();
  if (code.person === null) throw new Refused('codeUnknown');
  const person = await tx
    .selectFrom('people')
    .selectAll()
    .where('id', '=', code.person)
    .where('retired_at', 'is', null)
    .executeTakeFirst();
  if (!person) throw new Refused('codeUnknown');
  const used = await tx
    .selectFrom('enrolment_uses')
    .select('device')
    .where('hash', '=', hash)
    .where('device', '=', device.id)
    .executeTakeFirst();
  if (used) return person;
  if (code.uses >= code.max_uses) throw new Refused('codeUsed');
  const chosen = person.username ?? readUsername(username ?? '');
  if (chosen === null) throw new Refused('malformed');
  const other = await tx
    .selectFrom('people')
    .select('id')
    .where('username', '=', chosen)
    .where('id', '!=', person.id)
    .executeTakeFirst();
  if (other) throw new Refused('userNameTaken');
  await tx.updateTable('people').set({ username: chosen }).where('id', '=', person.id).execute();
  await writeSignIn(tx, { id: person.id, name: person.name, username: chosen, passwordHash }, new Date(now));
  await tx
    .updateTable('enrolment_codes')
    .set({ uses: code.uses + 1 })
    .where('hash', '=', hash)
    .execute();
  await tx
    .insertInto('enrolment_uses')
    .values({ hash, device: device.id, person: person.id, used_at: now })
    .execute();
  return { ...person, username: chosen };
};

/**
 * Errors: codeUnknown, codeUsed, codeExpired; badSignature if the device does not have its key; userNameTaken; malformed, such
 * as without a password.
 */
export const takeCode = async (
  store: Store,
  auth: Auth,
  secret: string,
  request: TakeRequest,
  now: Millis,
): Promise<Result<Taken, ErrorCode>> => {
  const { device, proof, password, code } = request;
  const found = await findCode(store.read, secret, code, now);
  if (!found.ok) return found;
  if (!(await isSignedBy(device.publicKey, proofText(readCode(code)!, device.id), proof)))
    return err('badSignature');
  if (password === undefined) return err('malformed');
  const passwordHash = await hashPassword(auth, password);
  try {
    const row = await store.write
      .transaction()
      .execute((tx) => useCode(tx, found.value, request, passwordHash, now));
    const { session, cookie } = await openSessionOf(auth, row.id);
    const person = personOf(row);
    const enrolled = await enrolDevice(store, { person, session }, device, now);
    return enrolled.ok ? ok({ person, device: enrolled.value, cookie }) : enrolled;
  } catch (error) {
    if (error instanceof Refused) return err(error.code);
    throw error;
  }
};
