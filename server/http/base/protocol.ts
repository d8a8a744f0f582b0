import type { MiddlewareHandler } from 'hono';
import { LAST_UNSTATED_PROTOCOL, OLDEST_PROTOCOL, PROTOCOL_HEADER } from '#domain/protocol/version.ts';
import { refuse } from './answer.ts';
import type { Env } from './services.ts';

/** The protocol version that the client states. Errors: malformed; upgradeNeeded. */
export const stateProtocol: MiddlewareHandler<Env> = async (c, next) => {
  const text = c.req.header(PROTOCOL_HEADER);
  if (text !== undefined && !/^\d{1,6}$/.test(text)) return refuse(c, 'malformed');
  const protocol = text === undefined ? LAST_UNSTATED_PROTOCOL : Number(text);
  if (protocol < OLDEST_PROTOCOL) return refuse(c, 'upgradeNeeded');
  c.set('protocol', protocol);
  return next();
};
