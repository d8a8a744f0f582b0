/** The checks of an event that need no database: its hash, form, sender and signature. */
import { createHash, webcrypto } from 'node:crypto';
import type { ErrorCode } from '#domain/base/errors.ts';
import type { Millis, Sha256 } from '#domain/base/units.ts';
import { readEnvelope, type Envelope, type SignedEvent } from '#domain/ledger/envelope.ts';
import { parseEvent } from '#domain/parse-event.ts';
import type { LedgerEvent } from '#domain/subjects.ts';

export type ReceivedEvent = SignedEvent & {
  readonly hash: Sha256;
  /** Null if it cannot be read. With it, the photos of an event are stored even if the body cannot be read ([H6]). */
  readonly envelope: Envelope | null;
  /** Null if the text is not a readable event. */
  readonly event: LedgerEvent | null;
  /** Why the event is rejected before it is judged, or null. */
  readonly fault: ErrorCode | null;
  /** When this server first received the event, proven by its own receipt. A restored database may have lost it ([D17]). */
  readonly receivedAt?: Millis;
};

export type SigningDevice = { readonly person: string; readonly device: string; readonly key: DeviceKey };
export type DeviceKey = webcrypto.CryptoKey;

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** Throws if the JWK is not a point on the curve. */
export const importDeviceKey = (jwk: webcrypto.JsonWebKey): Promise<DeviceKey> =>
  webcrypto.subtle.importKey('jwk', jwk, algorithm, false, ['verify']);

/** Checks the characters too: `Buffer` ignores invalid ones, and the ledger would store them. */
export const isSigned = async (key: DeviceKey, { text, signature }: SignedEvent): Promise<boolean> =>
  /^[\w-]+$/.test(signature) &&
  (await webcrypto.subtle.verify(
    { name: 'ECDSA', hash: 'SHA-256' },
    key,
    Buffer.from(signature, 'base64url'),
    Buffer.from(text, 'utf8'),
  ));

/** The same for a key that is not imported yet. False for a JWK that is not a point on the curve. */
export const isSignedBy = async (
  jwk: webcrypto.JsonWebKey,
  text: string,
  signature: string,
): Promise<boolean> => {
  try {
    return await isSigned(await importDeviceKey(jwk), { text, signature });
  } catch {
    return false;
  }
};

export const hashOf = (text: string): Sha256 => createHash('sha256').update(text, 'utf8').digest('hex');

/** Checks an event as the device of its author sends it. A correction does not come by a push (`admit-dead-letter.ts`). */
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
