/**
 * A client of the sync protocol for one device: signs in, enrols a key, signs, pushes, sends photos. Demo, tests and
 * benchmarks build on it.
 *
 * Promises: one call is one HTTP request. Order, retries and batches are up to the caller.
 */
import { createECDH, createPrivateKey, randomBytes, sign, type JsonWebKey } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Bytes, Sha256 } from '#domain/base/units.ts';
import type { SignedEvent } from '#domain/ledger/envelope.ts';
import { parseMessage } from '#domain/protocol/answer.ts';
import {
  haveAnswerSchema,
  OFFSET_HEADER,
  packThumbnails,
  thumbnailsAnswerSchema,
  type HaveAnswer,
  type HaveRequest,
  type ThumbnailsAnswer,
} from '#domain/protocol/photos.ts';
import { pushAnswerSchema, type OfferedEvent, type PushVerdict } from '#domain/protocol/push.ts';
import { proofText, readCode, takeAnswerSchema, type TakeRequest } from '#domain/protocol/enrolment.ts';
import { deviceAnswerSchema, sessionAnswerSchema } from '#domain/protocol/session.ts';
import { DEVICE_HEADER, PERSON_HEADER, PROTOCOL_HEADER, PROTOCOL_VERSION } from '#domain/protocol/version.ts';
import type { Person } from '#domain/people/person.ts';

/** An answer with an error status, or with a body of another shape. */
export class UnexpectedAnswer extends Error {
  constructor(
    readonly status: number,
    url: string,
    text: string,
  ) {
    super(`${status} ${url}: ${text.slice(0, 300)}`);
  }
}

/** @throws {UnexpectedAnswer} */
export const readAnswer = async <S extends Parameters<typeof parseMessage>[0]>(
  schema: S,
  response: Response,
) => {
  const text = await response.text();
  const parsed = parseMessage(schema, text);
  if (!response.ok || !parsed.ok) throw new UnexpectedAnswer(response.status, response.url, text);
  return parsed.value;
};

/** The cookies of an answer, as a browser sends them back. */
export const cookiesOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

type PublicKey = { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string };

export type DeviceKey = {
  readonly publicKey: PublicKey;
  readonly privateKey: JsonWebKey;
  sign(text: string): SignedEvent;
};

/** The key pair of a private scalar of 32 bytes; a new one by default. */
export const deviceKey = (scalar: Buffer = randomBytes(32)): DeviceKey => {
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(scalar);
  const point = ecdh.getPublicKey();
  const publicKey: PublicKey = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  const privateKey: JsonWebKey = { ...publicKey, d: scalar.toString('base64url') };
  const key = createPrivateKey({ format: 'jwk', key: privateKey });
  return {
    publicKey,
    privateKey,
    sign: (text) => {
      const signature = sign('sha256', Buffer.from(text, 'utf8'), { key, dsaEncoding: 'ieee-p1363' });
      return { text, signature: signature.toString('base64url') };
    },
  };
};

const postJson = (url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

export const postSignIn = (url: string, username: string, password: string): Promise<Response> =>
  postJson(`${url}/api/auth/sign-in/username`, { username, password });

export type Session = { readonly url: string; readonly cookie: string; readonly person: Person };

/** @throws {UnexpectedAnswer} */
export const openSession = async (url: string, username: string, password: string): Promise<Session> => {
  const response = await postSignIn(url, username, password);
  const { person } = await readAnswer(sessionAnswerSchema, response);
  return { url, cookie: cookiesOf(response), person };
};

type Enrolment = { readonly id: string; readonly label: string; readonly publicKey: PublicKey };

/** @throws {UnexpectedAnswer} */
export const enrolDevice = async ({ url, cookie }: Session, enrolment: Enrolment): Promise<void> => {
  await readAnswer(deviceAnswerSchema, await postJson(`${url}/api/devices`, enrolment, { cookie }));
};

export type TakeCode = Omit<TakeRequest, 'device' | 'proof'> & {
  readonly device: Enrolment;
  readonly sign: DeviceKey['sign'];
};

/** Uses an enrolment code up for the device, as a phone does. */
export const postTake = (url: string, { device, sign, ...request }: TakeCode): Promise<Response> => {
  const proof = sign(proofText(readCode(request.code) ?? '', device.id)).signature;
  return postJson(`${url}/api/enrolment/take`, { ...request, device, proof });
};

/** @throws {UnexpectedAnswer} */
export const enrolByCode = async (url: string, taking: TakeCode): Promise<Session> => {
  const response = await postTake(url, taking);
  const { person } = await readAnswer(takeAnswerSchema, response);
  return { url, cookie: cookiesOf(response), person };
};

/** What every sync request of an enrolled device carries. */
export const deviceHeaders = ({ cookie, person }: Session, id: string): Record<string, string> => ({
  cookie,
  [PROTOCOL_HEADER]: String(PROTOCOL_VERSION),
  [PERSON_HEADER]: person.id,
  [DEVICE_HEADER]: id,
});

export const pushBody = (events: readonly OfferedEvent[], level?: number): Buffer => {
  const body = JSON.stringify({ protocol: PROTOCOL_VERSION, unsent: events.length, events });
  return gzipSync(body, level === undefined ? {} : { level });
};

export type DeviceClient = {
  request(path: string, init?: RequestInit): Promise<Response>;
  push(events: readonly OfferedEvent[]): Promise<readonly PushVerdict[]>;
  sendThumbnails(thumbnails: readonly Uint8Array[]): Promise<ThumbnailsAnswer['thumbnails']>;
  /** Without `offset` the request names none, as clients of the first protocol versions do. */
  sendPhoto(method: 'PUT' | 'PATCH', sha256: Sha256, bytes: Uint8Array, offset?: Bytes): Promise<Response>;
  have(hashes: readonly Sha256[], receipts?: HaveRequest['receipts']): Promise<HaveAnswer['photos']>;
};

/** Methods that resolve to parsed data throw an UnexpectedAnswer. */
export const deviceClient = (session: Session, id: string): DeviceClient => {
  const request: DeviceClient['request'] = (path, init = {}) =>
    fetch(`${session.url}${path}`, {
      ...init,
      headers: {
        ...deviceHeaders(session, id),
        ...(init.headers as Record<string, string> | undefined),
      },
    });
  const octets = { 'content-type': 'application/octet-stream' };
  return {
    request,
    push: async (events) => {
      const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
      const body = new Uint8Array(pushBody(events));
      const response = await request('/api/sync/push', { method: 'POST', headers, body });
      return (await readAnswer(pushAnswerSchema, response)).verdicts;
    },
    sendThumbnails: async (thumbnails) => {
      const body = new Uint8Array(packThumbnails(thumbnails));
      const response = await request('/api/photos/thumbnails', { method: 'POST', headers: octets, body });
      return (await readAnswer(thumbnailsAnswerSchema, response)).thumbnails;
    },
    sendPhoto: (method, sha256, bytes, offset) => {
      const at: Record<string, string> = offset === undefined ? {} : { [OFFSET_HEADER]: String(offset) };
      return request(`/api/photos/${sha256}`, {
        method,
        headers: { ...octets, ...at },
        body: new Uint8Array(bytes),
      });
    },
    have: async (hashes, receipts) => {
      const body = JSON.stringify({ hashes, receipts });
      const response = await request('/api/photos/have', { method: 'POST', body });
      return (await readAnswer(haveAnswerSchema, response)).photos;
    },
  };
};
