/**
 * Sessions in the template of the test servers. A sign-in costs the server about 150 ms of scrypt; most tests need a
 * signed-in device and not the sign-in. Each session is given out once, as a sign-in would make a new one.
 */
import { createHmac, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Store } from '#server/store/store.ts';

const SESSIONS_EACH = 10;
const DAY = 24 * 3_600_000;

const tokenOf = (username: string, index: number): string => `minted-${username}-${index}`;

/** Adds sessions for everyone in the store. */
export const mintSessions = async (store: Store): Promise<void> => {
  const people = await store.read.selectFrom('people').select(['id', 'username']).execute();
  const now = new Date().toISOString();
  const expires = new Date(Date.now() + 30 * DAY).toISOString();
  for (const { id, username } of people)
    for (let i = 0; i < SESSIONS_EACH; i++)
      await sql`insert into session (id, token, "userId", "createdAt", "updatedAt", "expiresAt")
        values (${randomUUID()}, ${tokenOf(username!, i)}, ${id}, ${now}, ${now}, ${expires})`.execute(
        store.write,
      );
};

type Minted = { readonly secret: string; readonly givenOut: Map<string, number> };
const mintedByFolder = new Map<string, Minted>();
const foldersByPort = new Map<string, string>();

export const isMinted = (dataDir: string): boolean => mintedByFolder.has(dataDir);

/** Registers a server whose database is a copy of the template. */
export const offerSessions = (dataDir: string, port: number, secret: string): void => {
  foldersByPort.set(String(port), dataDir);
  if (!isMinted(dataDir)) mintedByFolder.set(dataDir, { secret, givenOut: new Map() });
};

/** The cookie of a session that was not given out before; null if that server has none left. */
export const mintedCookie = (url: string, username: string): string | null => {
  const minted = mintedByFolder.get(foldersByPort.get(new URL(url).port) ?? '');
  const index = minted?.givenOut.get(username) ?? 0;
  if (!minted || index >= SESSIONS_EACH) return null;
  minted.givenOut.set(username, index + 1);
  const token = tokenOf(username, index);
  const signature = createHmac('sha256', minted.secret).update(token).digest('base64');
  return `grid-patrol.session_token=${encodeURIComponent(`${token}.${signature}`)}`;
};
