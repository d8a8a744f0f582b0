import type { ErrorCode } from '#domain/base/errors.ts';
import { err, ok, type Result } from '#domain/base/result.ts';
import { openFeed } from '#server/ledger/feed.ts';
import { noteAction, type Editor } from '#server/ledger/reference.ts';
import type { Store } from '#server/store/store.ts';
import type { Auth } from './auth.ts';
import { endSessionsOf, hashPassword, writeSignIn } from './sign-ins.ts';

/**
 * Sets the password of a person by the office, and ends the sessions that the person has. Phones keep what is unsent. Errors:
 * notFound for a person who is retired or of another region; malformed for one without a user name.
 */
export const setPassword = async (
  store: Store,
  auth: Auth,
  {
    region,
    person,
    password,
  }: { readonly region: string; readonly person: string; readonly password: string },
  editor: Editor,
): Promise<Result<null, ErrorCode>> => {
  const passwordHash = await hashPassword(auth, password);
  return store.write.transaction().execute(async (tx): Promise<Result<null, ErrorCode>> => {
    const feed = await openFeed(tx, region);
    const row = await tx
      .selectFrom('people')
      .select(['id', 'name', 'username'])
      .where('id', '=', person)
      .where('region', '=', region)
      .where('retired_at', 'is', null)
      .executeTakeFirst();
    if (!row) return err('notFound');
    if (row.username === null) return err('malformed');
    await writeSignIn(tx, { ...row, passwordHash }, new Date(editor.at));
    await endSessionsOf(tx, [person]);
    await noteAction(tx, feed, { kind: 'password', id: person, after: null }, editor);
    await feed.close();
    return ok(null);
  });
};
