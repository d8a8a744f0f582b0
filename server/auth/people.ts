import { randomUUID } from 'node:crypto';
import { capabilities } from '#domain/people/capabilities.ts';
import { roles } from '#domain/ledger/roles.ts';
import { addPerson } from '#server/ledger/people-rows.ts';
import { openRegion, type Editor } from '#server/ledger/reference.ts';
import type { Reading, Store } from '#server/store/store.ts';
import type { Auth } from './auth.ts';
import { hashPassword, writeSignIn } from './sign-ins.ts';
import { personOfOffice } from '#domain/office/office-person.ts';
import type { Person } from '#domain/people/person.ts';

export type NewPerson = Omit<Person, 'id' | 'retired'> & {
  readonly username: string;
  readonly password: string;
};

export const hasPeople = async (db: Reading): Promise<boolean> =>
  (await db.selectFrom('people').select('id').limit(1).executeTakeFirst()) !== undefined;

const adminRoles = roles.filter((role) => capabilities[role].administers);

/** Whether somebody may edit the office's data. A retired admin may not. */
export const hasAdmin = async (db: Reading): Promise<boolean> =>
  (await db
    .selectFrom('people')
    .select('id')
    .where('role', 'in', adminRoles)
    .where('retired_at', 'is', null)
    .limit(1)
    .executeTakeFirst()) !== undefined;

/** Whether an admin of this county would see data: that of the server, if it has any. */
export const mayHaveAdmin = async (db: Reading, region: string): Promise<boolean> => {
  const regions = await db.selectFrom('regions').select('region').execute();
  return regions.length === 0 || regions.some((it) => it.region === region);
};

export const isUsernameTaken = async (db: Reading, username: string): Promise<boolean> =>
  (await db.selectFrom('people').select('id').where('username', '=', username).executeTakeFirst()) !==
  undefined;

/**
 * Writes the sign-in and the person, and the person as reference data of the region. Every person is enrolled here, those
 * of the demo too. Assumes that the username is free.
 */
export const enrolPerson = async (
  store: Store,
  auth: Auth,
  person: NewPerson,
  editor: Editor,
): Promise<Person> => {
  const { username, password, name, role, region, scope, unit = null } = person;
  const passwordHash = await hashPassword(auth, password);
  const id = randomUUID();
  const enrolled = { id, username, name, role, region, scope: [...scope], unit };
  await store.write.transaction().execute(async (tx) => {
    const feed = await openRegion(tx, region, editor.at);
    await writeSignIn(tx, { id, name, username, passwordHash }, new Date(editor.at));
    await addPerson(tx, feed, enrolled, editor);
    await feed.close();
  });
  return personOfOffice(enrolled);
};
