/** How a code is used up: in one transaction with the sign-in, the person and the device. */
import type { Selectable } from 'kysely';
import type { ErrorCode } from '#domain/base/errors.ts';
import type { Millis } from '#domain/base/units.ts';
import { readUsername } from '#domain/office/office-person.ts';
import { needsPassword } from '#domain/people/enrolling.ts';
import type { TakeRequest } from '#domain/protocol/enrolment.ts';
import type { PersonRow } from '#server/ledger/authority.ts';
import { openFeed } from '#server/ledger/feed.ts';
import type { Reading, Writing } from '#server/store/store.ts';
import type { Tables } from '#server/store/tables.ts';
import { registerDevice } from './devices.ts';
import { addEnrolled, changeUsername } from './enrolled-person.ts';
import { endSessionsOf, hasPassword, writeSignIn } from './sign-ins.ts';

export type CodeRow = Selectable<Tables['enrolment_codes']>;

export class EnrolmentRefused extends Error {
  constructor(readonly code: ErrorCode) {
    super(code);
  }
}

type Using = { readonly passwordHash: string | null; readonly newId: string; readonly now: Millis };

const personRow = async (db: Reading, id: string): Promise<PersonRow> => {
  const row = await db
    .selectFrom('people')
    .selectAll()
    .where('id', '=', id)
    .where('retired_at', 'is', null)
    .executeTakeFirst();
  if (!row) throw new EnrolmentRefused('codeUnknown');
  return row;
};

/** The user name for the sign-in: the one that the office or the person chose before, or the one of the request. */
const usernameFor = async (
  tx: Writing,
  person: { readonly id: string; readonly username: string | null },
  { username }: TakeRequest,
): Promise<string> => {
  const chosen = person.username ?? readUsername(username ?? '');
  if (chosen === null) throw new EnrolmentRefused('malformed');
  const other = await tx
    .selectFrom('people')
    .select('id')
    .where('username', '=', chosen)
    .where('id', '!=', person.id)
    .executeTakeFirst();
  if (other) throw new EnrolmentRefused('userNameTaken');
  return chosen;
};

/** Uses the code up for the device. Throws EnrolmentRefused: then nothing is written. */
export const useCode = async (
  tx: Writing,
  { hash, region }: Pick<CodeRow, 'hash' | 'region'>,
  request: TakeRequest,
  { passwordHash, newId, now }: Using,
): Promise<PersonRow> => {
  // Two devices with one code wait here for each other: the code is read after it.
  const feed = await openFeed(tx, region);
  const code = await tx
    .selectFrom('enrolment_codes')
    .selectAll()
    .where('hash', '=', hash)
    .executeTakeFirstOrThrow();
  if (code.revoked_at !== null) throw new EnrolmentRefused('codeExpired');
  const register = async (person: PersonRow): Promise<PersonRow> => {
    const registered = await registerDevice(tx, person.id, request.device, now);
    if (!registered.ok) throw new EnrolmentRefused(registered.error);
    return person;
  };
  const before = await tx
    .selectFrom('enrolment_uses')
    .select('person')
    .where('hash', '=', hash)
    .where('device', '=', request.device.id)
    .executeTakeFirst();
  if (before) {
    // The page may have been killed with the password that it sent: the one of this request counts.
    const person = await register(await personRow(tx, before.person));
    const hash = needsPassword(person.role) ? passwordHash : null;
    await writeSignIn(tx, { ...person, passwordHash: hash }, new Date(now));
    return person;
  }
  if (code.uses >= code.max_uses) throw new EnrolmentRefused('codeUsed');

  const known = code.person === null ? null : await personRow(tx, code.person);
  const role = known?.role ?? code.role;
  if (role === null) throw new EnrolmentRefused('codeUnknown');
  const byPassword = needsPassword(role);
  if (byPassword && passwordHash === null) throw new EnrolmentRefused('malformed');
  const id = known?.id ?? newId;
  const username = byPassword
    ? await usernameFor(tx, { id, username: known?.username ?? null }, request)
    : (known?.username ?? null);

  if (known && byPassword && (await hasPassword(tx, id))) await endSessionsOf(tx, [id]);
  const made = known ? null : await addEnrolled(tx, feed, { ...code, role, id, username, now }, request);
  if (made && !made.ok) throw new EnrolmentRefused(made.error);
  if (known && known.username !== username) await changeUsername(tx, feed, known, username, now);
  const person = await personRow(tx, id);
  const signIn = { id, name: person.name, username, passwordHash: byPassword ? passwordHash : null };
  await writeSignIn(tx, signIn, new Date(now));
  await tx
    .updateTable('enrolment_codes')
    .set({ uses: code.uses + 1 })
    .where('hash', '=', hash)
    .execute();
  await tx
    .insertInto('enrolment_uses')
    .values({ hash, device: request.device.id, person: id, used_at: now })
    .execute();
  await register(person);
  await feed.close();
  return person;
};
