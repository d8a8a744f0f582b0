import { editReference, openRegion, type Editor } from '#server/ledger/reference.ts';
import type { Reading, Store } from '#server/store/store.ts';
import type { Auth } from './auth.ts';
import type { Person } from '#domain/people/person.ts';

export type NewPerson = Omit<Person, 'id'> & {
  readonly username: string;
  readonly password: string;
};

export const hasPeople = async (db: Reading): Promise<boolean> =>
  (await db.selectFrom('people').select('id').limit(1).executeTakeFirst()) !== undefined;

export const isUsernameTaken = async (db: Reading, username: string): Promise<boolean> =>
  (await db.selectFrom('people').select('id').where('username', '=', username).executeTakeFirst()) !==
  undefined;

/** Deletes a sign-in without a person. A crash between the two writes of `enrolPerson` leaves one. */
const dropOrphan = async (auth: Auth, username: string): Promise<void> => {
  const { adapter, internalAdapter } = await auth.$context;
  const where = [{ field: 'username', value: username }];
  const orphan = await adapter.findOne<{ id: string }>({ model: 'user', where });
  if (orphan) await internalAdapter.deleteUser(orphan.id);
};

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
  await dropOrphan(auth, username);
  const body = { name, username, password, email: `${username}@grid-patrol.invalid` };
  const { user } = await auth.api.signUpEmail({ body });
  const enrolled: Person = { id: user.id, name, role, region, scope: [...scope], ...(unit ? { unit } : {}) };
  await store.write.transaction().execute(async (tx) => {
    const feed = await openRegion(tx, region, editor.at);
    await tx
      .insertInto('people')
      .values({ id: user.id, username, name, role, region, scope: JSON.stringify(scope), unit })
      .execute();
    const edit = { kind: 'person' as const, id: user.id, value: enrolled };
    await editReference(tx, feed, [edit], editor);
    await feed.close();
  });
  return enrolled;
};
