import type { MiddlewareHandler } from 'hono';
import { refuse } from './answer.ts';
import type { Env } from './services.ts';

const readMethods = ['GET', 'HEAD', 'OPTIONS'];

const hostOf = (origin: string): string | null => {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
};

/**
 * Only our own pages may write ([S4]). A page sends its origin; it must be the host of the request, or an origin that the
 * operator trusts. A program other than a browser sends no origin, and no cookie of another person.
 */
export const sameOriginOnly: MiddlewareHandler<Env> = async (c, next) => {
  if (readMethods.includes(c.req.method)) return next();
  const origin = c.req.header('origin');
  const site = c.req.header('sec-fetch-site');
  const isOurs =
    origin === undefined
      ? site === undefined || site === 'same-origin' || site === 'none'
      : hostOf(origin) === c.req.header('host') || c.var.services.trustedOrigins.includes(origin);
  return isOurs ? next() : refuse(c, 'notPermitted');
};
