/**
 * A simulated phone of the demo: signs in, enrols its key, signs events, pushes, uploads. It uses the HTTP interface
 * that a real phone uses, and throws on a refusal.
 */
import { createECDH, createHmac, createPrivateKey, sign as signBytes, type KeyObject } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { SignedEvent } from '#domain/ledger/envelope.ts';
import { parseAnswer } from '#domain/protocol/answer.ts';
import {
  haveAnswerSchema,
  MAX_THUMBNAIL_BATCH_BYTES,
  OFFSET_HEADER,
  packThumbnails,
  photoAnswerSchema,
  thumbnailsAnswerSchema,
  type HaveAnswer,
} from '#domain/protocol/photos.ts';
import { pushAnswerSchema, type PushVerdict } from '#domain/protocol/push.ts';
import { deviceAnswerSchema, sessionAnswerSchema } from '#domain/protocol/session.ts';
import { DEVICE_HEADER, PERSON_HEADER, PROTOCOL_VERSION } from '#domain/protocol/version.ts';
import type { Photo } from './pictures/take-photo.ts';
import type { Person } from '#domain/people/person.ts';

export type FieldDevice = {
  readonly id: string;
  readonly person: Person;
  sign(text: string): SignedEvent;
  push(events: readonly SignedEvent[]): Promise<readonly PushVerdict[]>;
  sendThumbnails(photos: readonly Photo[]): Promise<void>;
  sendPhoto(photo: Photo): Promise<void>;
  /** Which of the photos are on the server, with receipts. */
  askFor(photos: readonly Photo[]): Promise<HaveAnswer['photos']>;
};

type KeyPair = {
  readonly private: KeyObject;
  readonly jwk: { kty: 'EC'; crv: 'P-256'; x: string; y: string };
};

/**
 * Derives the key from the secret of the server: after a cut, each phone signs with the same key as before. Without the
 * secret, the key cannot be computed.
 */
const deriveKey = (secret: string, device: string): KeyPair => {
  const d = createHmac('sha256', secret).update(`key of ${device}`).digest();
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(d);
  const point = ecdh.getPublicKey();
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  } as const;
  const key = createPrivateKey({ format: 'jwk', key: { ...jwk, d: d.toString('base64url') } });
  return { private: key, jwk };
};

const read = async <S extends Parameters<typeof parseAnswer>[0]>(schema: S, response: Response) => {
  const text = await response.text();
  const parsed = parseAnswer(schema, text);
  if (!response.ok || !parsed.ok)
    throw new Error(
      `The server refused a request of the demo: ${response.status} ${response.url} ${text.slice(0, 200)}`,
    );
  return parsed.value;
};

const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

export const demoDeviceId = (username: string): string => `demo-phone-${username}`;

type SignIn = {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** The secret of the server. The key of the device is derived from it. */
  readonly secret: string;
};

export const signInDevice = async ({ url, username, password, secret }: SignIn): Promise<FieldDevice> => {
  const post = (path: string, body: unknown, cookie: string) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    });
  const signedIn = await post('/api/auth/sign-in/username', { username, password }, '');
  const cookie = cookieOf(signedIn);
  const { person } = await read(sessionAnswerSchema, signedIn);
  const id = demoDeviceId(username);
  const key = deriveKey(secret, id);
  const label = `${person.name}的手机`;
  await read(deviceAnswerSchema, await post('/api/devices', { id, label, publicKey: key.jwk }, cookie));

  const request = (path: string, method: string, body: Uint8Array | string, headers = {}) =>
    fetch(`${url}${path}`, {
      method,
      body,
      headers: { cookie, [PERSON_HEADER]: person.id, [DEVICE_HEADER]: id, ...headers },
    });

  const sendThumbnailBatch = async (photos: readonly Photo[]): Promise<void> => {
    const packed = packThumbnails(photos.map((photo) => photo.thumbnail));
    const answer = await read(
      thumbnailsAnswerSchema,
      await request('/api/photos/thumbnails', 'POST', packed, { 'content-type': 'application/octet-stream' }),
    );
    if (!answer.thumbnails.every((thumbnail) => thumbnail.stored))
      throw new Error('The server did not store a thumbnail of the demo.');
  };

  return {
    id,
    person,
    sign: (text) => ({
      text,
      signature: signBytes('sha256', Buffer.from(text, 'utf8'), {
        key: key.private,
        dsaEncoding: 'ieee-p1363',
      }).toString('base64url'),
    }),
    push: async (events) => {
      const body = JSON.stringify({ protocol: PROTOCOL_VERSION, unsent: events.length, events });
      const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
      const response = await request('/api/sync/push', 'POST', gzipSync(body), headers);
      return (await read(pushAnswerSchema, response)).verdicts;
    },
    sendThumbnails: async (photos) => {
      let batch: Photo[] = [];
      let size = 0;
      for (const photo of photos) {
        if (size + photo.thumbnail.length + 4 > MAX_THUMBNAIL_BATCH_BYTES) {
          await sendThumbnailBatch(batch);
          batch = [];
          size = 0;
        }
        batch.push(photo);
        size += photo.thumbnail.length + 4;
      }
      if (batch.length > 0) await sendThumbnailBatch(batch);
    },
    sendPhoto: async ({ bytes, facts }) => {
      const headers = { 'content-type': 'application/octet-stream', [OFFSET_HEADER]: '0' };
      await read(photoAnswerSchema, await request(`/api/photos/${facts.sha256}`, 'PUT', bytes, headers));
    },
    askFor: async (photos) => {
      const hashes = photos.map((photo) => photo.facts.sha256);
      const response = await request('/api/photos/have', 'POST', JSON.stringify({ hashes }));
      return (await read(haveAnswerSchema, response)).photos;
    },
  };
};
