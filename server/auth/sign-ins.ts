/**
 * The sign-in of a person in the tables of better-auth, written in a transaction of ours: the person, the code that was
 * used up and the sign-in are there together or not at all. `tests/server/auth` sign in with the result, so that another
 * form of these tables in a later version of better-auth is found.
 */
import { randomUUID } from 'node:crypto';
import { serializeSigned } from 'hono/utils/cookie';
import { sql } from 'kysely';
import type { Reading, Writing } from '#server/store/store.ts';
import type { Auth } from './auth.ts';

/** The accounts of better-auth with a password. */
const PROVIDER = 'credential';
const ISSUER = 'local:credential';

export type SignInRow = {
  readonly id: string;
  readonly name: string;
  /** Null for a person who signs in by the key of the device only. */
  readonly username: string | null;
  readonly passwordHash: string | null;
};

/** Takes about 100 ms, on another thread. */
export const hashPassword = async (auth: Auth, password: string): Promise<string> =>
  (await auth.$context).password.hash(password);

/** Adds the sign-in, or changes its user name and password. */
export const writeSignIn = async (
  tx: Writing,
  { id, name, username, passwordHash }: SignInRow,
  now: Date,
): Promise<void> => {
  const at = now.toISOString();
  // A server before 0007-office wrote sign-in and person apart: a crash between the two left a sign-in without a person.
  await sql`delete from "user" where username = ${username} and id <> ${id}
    and id not in (select id from people)`.execute(tx);
  const email = `${id}@grid-patrol.invalid`;
  await sql`insert into "user" (id, name, email, "emailVerified", "createdAt", "updatedAt", username)
    values (${id}, ${name}, ${email}, ${sql.lit(false)}, ${at}, ${at}, ${username})
    on conflict (id) do update set username = excluded.username, "updatedAt" = excluded."updatedAt"`.execute(
    tx,
  );
  if (passwordHash === null) return;
  const { numAffectedRows = 0n } =
    await sql`update account set password = ${passwordHash}, "updatedAt" = ${at}
    where "userId" = ${id} and "providerId" = ${PROVIDER}`.execute(tx);
  if (numAffectedRows > 0n) return;
  await sql`insert into account (id, issuer, "accountId", "providerId", "userId", password, "createdAt", "updatedAt")
    values (${randomUUID()}, ${ISSUER}, ${id}, ${PROVIDER}, ${id}, ${passwordHash}, ${at}, ${at})`.execute(
    tx,
  );
};

export const hasPassword = async (db: Reading, person: string): Promise<boolean> => {
  const { rows } = await sql`select id from account where "userId" = ${person} and "providerId" = ${PROVIDER}
    and password is not null`.execute(db);
  return rows.length > 0;
};

/** The user names of the sign-ins of a region follow those that the office edits. */
export const renameSignIns = async (tx: Writing, region: string): Promise<void> => {
  await sql`update "user" set username = (select username from people where people.id = "user".id)
    where id in (select people.id from people where people.region = ${region}
      and people.username is not null and people.username <> coalesce("user".username, ''))`.execute(tx);
};

/** Opens a session as a sign-in does. Returns its id and the `set-cookie` of the answer. */
export const openSessionOf = async (
  auth: Auth,
  person: string,
): Promise<{ readonly session: string; readonly cookie: string }> => {
  const { internalAdapter, authCookies, secret, sessionConfig } = await auth.$context;
  const session = await internalAdapter.createSession(person);
  const { name, attributes } = authCookies.sessionToken;
  const { sameSite, ...rest } = attributes;
  const cookie = await serializeSigned(name, session.token, secret, {
    ...rest,
    sameSite: sameSite === 'strict' || sameSite === 'none' ? sameSite : 'lax',
    maxAge: sessionConfig.expiresIn,
  } as Parameters<typeof serializeSigned>[3]);
  return { session: session.id, cookie };
};

/** Ends the sessions of people. Their phones keep everything that is unsent. */
export const endSessionsOf = async (tx: Writing, people: readonly string[]): Promise<void> => {
  if (people.length > 0) await sql`delete from session where "userId" in (${sql.join(people)})`.execute(tx);
};
