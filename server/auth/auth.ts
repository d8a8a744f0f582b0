import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { username } from 'better-auth/plugins';
import type { Store } from '#server/store/store.ts';

const DAY_SECONDS = 24 * 60 * 60;
const USERNAME = /^[a-z0-9_.-]{3,30}$/i;

/**
 * The session is one opaque cookie of 90 days, HttpOnly, SameSite=Lax ([S3]). Every request looks it up, so that a
 * revoked session ends at once. It is never rotated: on a bad link the new cookie may not arrive.
 * The routes in `server/http` are the only way in. They check the origin and limit sign-ins; the checks of better-auth
 * are therefore off.
 */
const create = (store: Store, secret: string, publicUrl: string | null) => {
  const options = {
    baseURL: publicUrl ?? 'http://localhost',
    secret,
    database: { db: store.write, type: store.kind },
    // No route offers sign-up: people are enrolled by `people.ts`.
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

/** better-auth creates its own tables. */
export const openAuth = async (store: Store, secret: string, publicUrl: string | null): Promise<Auth> => {
  const { options, auth } = create(store, secret, publicUrl);
  await (await getMigrations(options)).runMigrations();
  return auth;
};
