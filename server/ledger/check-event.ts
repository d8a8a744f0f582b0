/** What can be known of an event before the ledger is asked: its hash, its form, its sender, its signature. */
import { createHash, webcrypto } from 'node:crypto';
import type { ErrorCode } from '#domain/base/errors.ts';
import type { Millis, Sha256 } from '#domain/base/units.ts';
import { readEnvelope, type Envelope, type SignedEvent } from '#domain/ledger/envelope.ts';
import { parseEvent } from '#domain/parse-event.ts';
import type { LedgerEvent } from '#domain/subjects.ts';

export type ReceivedEvent = SignedEvent & {
  readonly hash: Sha256;
  /** What it says of itself: its photos are taken even where its body cannot be read. */
  readonly envelope: Envelope | null;
  /** Null when the text cannot be read as an event. */
  readonly event: LedgerEvent | null;
  /** Why it is not taken for an event of its sender; null when it is. */
  readonly fault: ErrorCode | null;
  /** When this server took it for the first time, by its own receipt: a restored one may not know any more. */
  readonly receivedAt?: Millis;
};

export type SigningDevice = { readonly person: string; readonly device: string; readonly key: DeviceKey };
export type DeviceKey = webcrypto.CryptoKey;

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** Throws when the JWK is not a point of the curve. */
export const importDeviceKey = (jwk: webcrypto.JsonWebKey): Promise<DeviceKey> =>
  webcrypto.subtle.importKey('jwk', jwk, algorithm, false, ['verify']);

/** `Buffer` overlooks what is not base64url; the ledger would keep it. */
export const isSigned = async (key: DeviceKey, { text, signature }: SignedEvent): Promise<boolean> =>
  /^[\w-]+$/.test(signature) &&
  (await webcrypto.subtle.verify(
    { name: 'ECDSA', hash: 'SHA-256' },
    key,
    Buffer.from(signature, 'base64url'),
    Buffer.from(text, 'utf8'),
  ));

export const hashOf = (text: string): Sha256 => createHash('sha256').update(text, 'utf8').digest('hex');

/** As its author's device sent it; what the office mended comes by another door. */
export const checkEvent = async (signed: SignedEvent, sender: SigningDevice): Promise<ReceivedEvent> => {
  const hash = hashOf(signed.text);
  const parsed = parseEvent(signed.text);
  if (!parsed.ok)
    return { ...signed, hash, envelope: readEnvelope(signed.text), event: null, fault: parsed.error };
  const event = parsed.value;
  const taken = { ...signed, hash, envelope: event, event };
  const isOwn = event.author === sender.person && event.device === sender.device && !event.mended;
  if (!isOwn) return { ...taken, fault: 'notAuthor' };
  return { ...taken, fault: (await isSigned(sender.key, signed)) ? null : 'badSignature' };
};
