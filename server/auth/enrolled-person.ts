/** What an enrolment writes about a person, with the audit of the office. */
import type { ErrorCode } from '#domain/base/errors.ts';
import { err, ok, type Result } from '#domain/base/result.ts';
import type { Millis } from '#domain/base/units.ts';
import type { Role } from '#domain/ledger/roles.ts';
import { personOfOffice, readPhone, type OfficePerson } from '#domain/office/office-person.ts';
import { needsPassword } from '#domain/people/enrolling.ts';
import type { TakeRequest } from '#domain/protocol/enrolment.ts';
import type { PersonRow } from '#server/ledger/authority.ts';
import { addPerson, officePersonOf } from '#server/ledger/people-rows.ts';
import type { Feed } from '#server/ledger/feed.ts';
import { editReference, noteAction } from '#server/ledger/reference.ts';
import type { Writing } from '#server/store/store.ts';
import type { Tables } from '#server/store/tables.ts';

type Made = Pick<Tables['enrolment_codes'], 'region' | 'scope' | 'made_by'> & {
  readonly role: Role;
  readonly id: string;
  readonly username: string | null;
  readonly now: Millis;
};

const isPhoneTaken = async (tx: Writing, region: string, phone: string): Promise<boolean> =>
  (await tx
    .selectFrom('people')
    .select('id')
    .where('region', '=', region)
    .where('phone', '=', phone)
    .executeTakeFirst()) !== undefined;

/**
 * Adds the person that a code without a person makes. Without a user name the office needs the phone number. Errors: malformed,
 * phoneTaken.
 */
export const addEnrolled = async (
  tx: Writing,
  feed: Feed,
  { id, role, region, scope, username, made_by: madeBy, now }: Made,
  { name, phone: phoneText }: TakeRequest,
): Promise<Result<null, ErrorCode>> => {
  const phone = phoneText === undefined ? null : readPhone(phoneText);
  const needsPhone = !needsPassword(role);
  if (name === undefined || (phone === null && (needsPhone || phoneText !== undefined)))
    return err('malformed');
  if (phone !== null && (await isPhoneTaken(tx, region, phone))) return err('phoneTaken');
  const scopes = JSON.parse(scope ?? '[]') as string[];
  const person: OfficePerson = { id, name, role, region, scope: scopes, phone, username };
  // A recovery has no author: only the operator of the server can make its code.
  const editor = { by: madeBy === null ? null : id, at: now };
  await addPerson(tx, feed, person, editor);
  if (madeBy === null) await noteAction(tx, feed, { kind: 'recovery', id, after: { name } }, editor);
  return ok(null);
};

/** The person chose a user name: a new version of their row, so that no stale form of the office writes over it. */
export const changeUsername = async (
  tx: Writing,
  feed: Feed,
  row: PersonRow,
  username: string | null,
  at: Millis,
): Promise<void> => {
  await tx.updateTable('people').set({ username }).where('id', '=', row.id).execute();
  const before = officePersonOf(row);
  const audit = { before, after: { ...before, username } };
  const value = personOfOffice(before);
  await editReference(tx, feed, [{ kind: 'person', id: row.id, value, audit }], { by: row.id, at });
};
