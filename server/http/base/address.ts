import { bodyOf } from './body.ts';
import type { AppContext } from './services.ts';

/** The address of the client; behind a trusted proxy the one that the proxy names. */
export const addressOf = (c: AppContext): string => {
  const forwarded = c.var.services.trustProxy ? c.req.header('x-forwarded-for') : undefined;
  return forwarded?.split(',').at(-1)?.trim() ?? bodyOf(c).socket.remoteAddress ?? 'unknown';
};
