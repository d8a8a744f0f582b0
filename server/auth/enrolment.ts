/**
 * Enrolment by a code: what a code is for, and how a device uses it up.
 *
 * Promises: a code enrols as many devices as it was made for, within its time. The same device may ask again after a lost
 * answer, by its key. Sign-in, person, device and the use of the code are written together or not at all.
 */
import { randomUUID } from 'node:crypto';
import type { ErrorCode } from '#domain/base/errors.ts';
import { err, ok, type Result } from '#domain/base/result.ts';
import type { Millis } from '#domain/base/units.ts';
import { SETTINGS_ID, type Settings } from '#domain/office/settings.ts';
import { needsPassword } from '#domain/people/enrolling.ts';
import { proofText, readCode, type Look, type TakeRequest } from '#domain/protocol/enrolment.ts';
import type { Person } from '#domain/people/person.ts';
import { isSignedBy } from '#server/ledger/check-event.ts';
import { personOf } from '#server/ledger/authority.ts';
import type { Reading, Store } from '#server/store/store.ts';
import type { Auth } from './auth.ts';
import { hashCode } from './codes.ts';
import { joinSession } from './devices.ts';
import { hashPassword, openSessionOf } from './sign-ins.ts';
import { EnrolmentRefused, useCode, type CodeRow } from './use-code.ts';

/** Errors: codeUnknown; codeExpired, also after a newer code of the person. A used code is found, for its own devices. */
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
  if (!row) return err('codeUnknown');
  return row.expires_at <= now || row.revoked_at !== null ? err('codeExpired') : ok(row);
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

const namesOf = async (db: Reading, { person, role }: CodeRow) => {
  if (person === null) return role && { person: null, name: null, role, username: null, scope: null };
  return db
    .selectFrom('people')
    .select(['id as person', 'name', 'role', 'username', 'scope'])
    .where('id', '=', person)
    .where('retired_at', 'is', null)
    .executeTakeFirst();
};

/** Whose code it is. Uses nothing up. Errors: codeUnknown, codeUsed, codeExpired. */
export const lookAtCode = async (
  { read }: Store,
  secret: string,
  text: string,
  now: Millis,
): Promise<Result<LookedUp, ErrorCode>> => {
  const found = await findCode(read, secret, text, now);
  if (!found.ok) return found;
  const code = found.value;
  if (code.uses >= code.max_uses) return err('codeUsed');
  const names = await namesOf(read, code);
  if (!names) return err('codeUnknown');
  const { scope, ...person } = names;
  return ok({
    ...person,
    scope: JSON.parse(scope ?? code.scope ?? '[]') as string[],
    office: await officeName(read, code.region),
    needsPassword: needsPassword(names.role),
  });
};

export type Taken = { readonly person: Person; readonly device: string; readonly cookie: string };

/**
 * Errors: codeUnknown, codeUsed, codeExpired; badSignature if the device does not have its key; userNameTaken; phoneTaken;
 * otherPerson or idReused for a device that exists otherwise; malformed, such as without a password.
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
  const passwordHash = password === undefined ? null : await hashPassword(auth, password);
  const newId = randomUUID();
  try {
    const row = await store.write
      .transaction()
      .execute((tx) => useCode(tx, found.value, request, { passwordHash, newId, now }));
    const { session, cookie } = await openSessionOf(auth, row.id);
    await joinSession(store, device.id, session);
    return ok({ person: personOf(row), device: device.id, cookie });
  } catch (error) {
    if (error instanceof EnrolmentRefused) return err(error.code);
    throw error;
  }
};
