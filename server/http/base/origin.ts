import type { MiddlewareHandler } from 'hono';
import type { Log } from '#server/log.ts';
import { refuse } from './answer.ts';
import type { AppContext, Env, Services } from './services.ts';

const readMethods = ['GET', 'HEAD', 'OPTIONS'];

const hostOf = (origin: string): string | null => {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
};

type Addresses = Pick<Services, 'publicUrl' | 'trustedOrigins'>;

/** The address that pages should have. Without configuration it is the host of the request, as the server receives it. */
const expectedAddress = (c: AppContext, { trustedOrigins: [first] }: Addresses): string =>
  first ?? `http://${c.req.header('host')}`;

const MAX_LOGGED = 10;

/** Logs each wrong address once, at most ten of them: any client can send any origin. */
const logOnce = (log: Log, { publicUrl }: Addresses) => {
  const logged = new Set<string>();
  return (origin: string, expected: string): void => {
    if (logged.has(origin) || logged.size >= MAX_LOGGED) return;
    logged.add(origin);
    const remedy = publicUrl
      ? `correct PUBLIC_URL=${publicUrl}, or add ${origin} to TRUSTED_ORIGINS`
      : `set PUBLIC_URL=${origin}`;
    log.warn(
      { origin, expected },
      `refused a page at ${origin}: this server expects ${expected}. If people open ${origin}, ${remedy}`,
    );
  };
};

/**
 * Only our own pages may write ([S4]). A page sends its origin; it must be the host of the request, or an origin that the
 * operator trusts. A program other than a browser sends no origin, and no cookie of another person.
 *
 * If a proxy changes the host, our own page fails this check. The refusal then names the address that the server
 * expects, unless the browser says that the page is of another site ([S11a]).
 */
export const sameOriginOnly = (services: Services): MiddlewareHandler<Env> => {
  const logWrongAddress = logOnce(services.log, services);
  return async (c, next) => {
    if (readMethods.includes(c.req.method)) return next();
    const origin = c.req.header('origin');
    const site = c.req.header('sec-fetch-site');
    const isOwnByBrowser = site === undefined || site === 'same-origin' || site === 'none';
    if (origin === undefined) return isOwnByBrowser ? next() : refuse(c, 'notPermitted');
    const host = hostOf(origin);
    if (host === c.req.header('host') || services.trustedOrigins.includes(origin)) return next();
    if (host === null || !isOwnByBrowser) return refuse(c, 'notPermitted');
    const expected = expectedAddress(c, services);
    logWrongAddress(origin, expected);
    return refuse(c, 'wrongAddress', 403, { expected });
  };
};
