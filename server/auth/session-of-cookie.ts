import { createHmac, timingSafeEqual } from 'node:crypto';
import { parse } from 'hono/utils/cookie';
import { sql } from 'kysely';
import { personById, personOf, type PersonRow } from '#server/ledger/authority.ts';
import type { Reading } from '#server/store/store.ts';
import type { Auth } from './auth.ts';
import type { SessionOf } from './devices.ts';

/** The token of the session cookie; null if this server did not sign it. */
const readToken = (cookie: string, name: string, secret: string): string | null => {
  const value = parse(cookie, name)[name] ?? '';
  const dot = value.lastIndexOf('.');
  if (dot < 1) return null;
  const token = value.slice(0, dot);
  // The text is compared: a decoder of base64 reads several texts as the same bytes.
  const signature = Buffer.from(value.slice(dot + 1));
  const expected = Buffer.from(createHmac('sha256', secret).update(token).digest('base64'));
  return signature.length === expected.length && timingSafeEqual(signature, expected) ? token : null;
};

/**
 * Finds session and person with one query for each request, so that a revoked session ends at once. If the query finds
 * none, better-auth decides; it also deletes expired sessions. A retired person has no session.
 */
export const sessionOfCookie = async (db: Reading, auth: Auth, cookie: string): Promise<SessionOf | null> => {
  const { authCookies, secret } = await auth.$context;
  const token = readToken(cookie, authCookies.sessionToken.name, secret);
  if (token !== null) {
    const { rows } = await sql<PersonRow & { readonly session: string; readonly expiresAt: string | Date }>`
      select people.*, session.id as session, session."expiresAt" from session join people on people.id = session."userId"
      where session.token = ${token}`.execute(db);
    const [row] = rows;
    if (row && row.retired_at === null && new Date(row.expiresAt).getTime() > Date.now())
      return { person: personOf(row), session: row.session };
  }
  const found = await auth.api.getSession({ headers: new Headers({ cookie }) });
  const person = found && (await personById(db, found.user.id));
  return person && !person.retired ? { person, session: found.session.id } : null;
};
