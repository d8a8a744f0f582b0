import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { username } from 'better-auth/plugins';
import type { Store } from '#server/store/store.ts';

const DAY_SECONDS = 24 * 60 * 60;
const USERNAME = /^[a-z0-9_.-]{3,30}$/i;

/**
 * One opaque session cookie of 90 days, HttpOnly, SameSite=Lax, looked up at every request so that it can be
 * revoked at once, and never rotated on use: on a bad link a rotated cookie may not arrive.
 * Nothing of this is reachable from outside but through the routes in `server/http`, which own the origin check and
 * the sign-in limit; so its own are off.
 */
const create = (store: Store, secret: string, publicUrl: string | null) => {
  const options = {
    baseURL: publicUrl ?? 'http://localhost',
    secret,
    database: { db: store.write, type: store.kind },
    // Signing up is an office's act (`people.ts`): no route offers it.
    emailAndPassword: { enabled: true, autoSignIn: false, minPasswordLength: 8, maxPasswordLength: 128 },
    plugins: [username({ displayUsername: false, usernameValidator: (name) => USERNAME.test(name) })],
    session: { expiresIn: 90 * DAY_SECONDS, disableSessionRefresh: true, cookieCache: { enabled: false } },
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'grid-patrol',
      useSecureCookies: publicUrl?.startsWith('https:') ?? false,
      disableCSRFCheck: true,
      disableOriginCheck: true,
    },
    telemetry: { enabled: false },
    logger: { disabled: true },
  };
  return { options, auth: betterAuth(options) };
};

export type Auth = ReturnType<typeof create>['auth'];

/** Its tables are made by its own generator. */
export const openAuth = async (store: Store, secret: string, publicUrl: string | null): Promise<Auth> => {
  const { options, auth } = create(store, secret, publicUrl);
  await (await getMigrations(options)).runMigrations();
  return auth;
};
