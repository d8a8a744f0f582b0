import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { errors, type ErrorCode } from '#domain/base/errors.ts';
import { MARKER } from '#domain/protocol/version.ts';
import type { AppContext } from './services.ts';

const statusByCode: Partial<Record<ErrorCode, ContentfulStatusCode>> = {
  malformed: 400,
  tooLarge: 413,
  notSignedIn: 401,
  otherPerson: 401,
  unknownDevice: 401,
  notPermitted: 403,
  wrongAddress: 403,
  notFound: 404,
  notClaimed: 404,
  wrongOffset: 409,
  idReused: 409,
  codeUnknown: 404,
  codeUsed: 410,
  codeExpired: 410,
  userNameTaken: 409,
  phoneTaken: 409,
  retired: 403,
  planChanged: 409,
  badSignature: 422,
  hashMismatch: 422,
  upgradeNeeded: 426,
  busy: 503,
  storageFull: 507,
};

/** Every JSON answer begins with the answer meta: the marker and the server time ([P2]). */
export const answer = (c: AppContext, body: object, status: ContentfulStatusCode = 200) => {
  c.header('cache-control', 'no-store');
  return c.json({ marker: MARKER, serverTime: c.var.services.clock(), ...body }, status);
};

export const refuse = (
  c: AppContext,
  code: ErrorCode,
  status = statusByCode[code] ?? 500,
  more: object = {},
) => answer(c, { error: code, message: errors[code].message, ...more }, status);
