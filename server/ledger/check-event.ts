/** What can be known of an event before the ledger is asked: its hash, its form, its sender, its signature. */
import { createHash, webcrypto } from 'node:crypto';
import type { ErrorCode } from '#domain/base/errors.ts';
import type { Sha256 } from '#domain/base/units.ts';
import { parseEvent, type LedgerEvent, type SignedEvent } from '#domain/ledger/envelope.ts';

export type Arrival = SignedEvent & {
  readonly hash: Sha256;
  /** Null when the text cannot be read as an event. */
  readonly event: LedgerEvent | null;
  /** Why it is not taken for an event of its sender; null when it is. */
  readonly fault: ErrorCode | null;
};

export type SigningDevice = { readonly person: string; readonly device: string; readonly key: DeviceKey };
export type DeviceKey = webcrypto.CryptoKey;

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** Throws when the JWK is not a point of the curve. */
export const importDeviceKey = (jwk: webcrypto.JsonWebKey): Promise<DeviceKey> =>
  webcrypto.subtle.importKey('jwk', jwk, algorithm, false, ['verify']);

const isSigned = (key: DeviceKey, { text, signature }: SignedEvent): Promise<boolean> =>
  webcrypto.subtle.verify(
    { name: 'ECDSA', hash: 'SHA-256' },
    key,
    Buffer.from(signature, 'base64url'),
    Buffer.from(text, 'utf8'),
  );

export const checkEvent = async (signed: SignedEvent, sender: SigningDevice): Promise<Arrival> => {
  const hash = createHash('sha256').update(signed.text, 'utf8').digest('hex');
  const parsed = parseEvent(signed.text);
  if (!parsed.ok) return { ...signed, hash, event: null, fault: parsed.error };
  const event = parsed.value;
  const isOwn = event.author === sender.person && event.device === sender.device;
  if (!isOwn) return { ...signed, hash, event, fault: 'notAuthor' };
  const fault = (await isSigned(sender.key, signed)) ? null : 'badSignature';
  return { ...signed, hash, event, fault };
};
