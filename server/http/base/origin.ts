import type { MiddlewareHandler } from 'hono';
import { refuse } from './answer.ts';
import type { Env } from './services.ts';

const reads = ['GET', 'HEAD', 'OPTIONS'];

const hostOf = (origin: string): string | null => {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
};

/**
 * Only our own pages may write: a page names its origin, and it is the host it asks, or one the operator trusts.
 * Programs name no origin and carry no one else's cookie.
 */
export const sameOriginOnly: MiddlewareHandler<Env> = async (c, next) => {
  if (reads.includes(c.req.method)) return next();
  const origin = c.req.header('origin');
  const site = c.req.header('sec-fetch-site');
  const isOurs =
    origin === undefined
      ? site === undefined || site === 'same-origin' || site === 'none'
      : hostOf(origin) === c.req.header('host') || c.var.services.trustedOrigins.includes(origin);
  return isOurs ? next() : refuse(c, 'notPermitted');
};
