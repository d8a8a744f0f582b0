/**
 * A simulated phone: signs in or enrols by a code, enrols its key, signs events, pushes, uploads. It uses the HTTP interface
 * that a real phone uses, and throws on a refusal.
 */
import { createHmac } from 'node:crypto';
import type { SignedEvent } from '#domain/ledger/envelope.ts';
import { MAX_THUMBNAIL_BATCH_BYTES, photoAnswerSchema, type HaveAnswer } from '#domain/protocol/photos.ts';
import type { PushVerdict } from '#domain/protocol/push.ts';
import {
  deviceClient,
  deviceKey,
  enrolByCode,
  enrolDevice,
  openSession,
  readAnswer,
  type DeviceKey,
  type Session,
  type TakeCode,
} from './device-client.ts';
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

export const demoDeviceId = (username: string): string => `demo-phone-${username}`;

type SignIn = {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** The secret of the server. The key of the device is derived from it. */
  readonly secret: string;
};

/**
 * Derives the key from the secret of the server: after a cut, each phone signs with the same key as before. Without the
 * secret, the key cannot be computed.
 */
const deriveKey = (secret: string, id: string) =>
  deviceKey(createHmac('sha256', secret).update(`key of ${id}`).digest());

export const signInDevice = async ({ url, username, password, secret }: SignIn): Promise<FieldDevice> => {
  const session = await openSession(url, username, password);
  const { person } = session;
  const id = demoDeviceId(username);
  const { publicKey, sign } = deriveKey(secret, id);
  await enrolDevice(session, { id, label: `${person.name}的手机`, publicKey });
  return fieldDevice(session, id, sign);
};

/** A phone that enrols by a code, with a key of its own. */
export const enrolFieldDevice = async (
  url: string,
  { id, ...request }: Omit<TakeCode, 'device' | 'sign'> & { readonly id: string },
): Promise<FieldDevice> => {
  const { publicKey, sign } = deviceKey();
  const device = { id, label: 'field device', publicKey };
  return fieldDevice(await enrolByCode(url, { ...request, device, sign }), id, sign);
};

const fieldDevice = (session: Session, id: string, sign: DeviceKey['sign']): FieldDevice => {
  const { person } = session;
  const client = deviceClient(session, id);

  const sendThumbnailBatch = async (photos: readonly Photo[]): Promise<void> => {
    const answers = await client.sendThumbnails(photos.map((photo) => photo.thumbnail));
    if (!answers.every((thumbnail) => thumbnail.stored))
      throw new Error('The server did not store a thumbnail of the demo.');
  };

  return {
    id,
    person,
    sign,
    push: client.push,
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
      await readAnswer(photoAnswerSchema, await client.sendPhoto('PUT', facts.sha256, bytes, 0));
    },
    askFor: (photos) => client.have(photos.map((photo) => photo.facts.sha256)),
  };
};
