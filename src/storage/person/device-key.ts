import type { Sha256 } from '#domain/base/units.ts';
import type { SignedEvent } from '#domain/ledger/envelope.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;

const toBase64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');

/** Created once for each person on each device. The private key is not exportable. */
export const makeDeviceKey = async (): Promise<{ key: CryptoKey; publicKey: JsonWebKey }> => {
  const pair = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
  return { key: pair.privateKey, publicKey: await crypto.subtle.exportKey('jwk', pair.publicKey) };
};

/** Lower-case hexadecimal SHA-256. */
export const sha256Hex = async (data: BufferSource): Promise<Sha256> =>
  Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', data)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');

const sign = async (key: CryptoKey, bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
  toBase64Url(new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, bytes)));

/** The signature of a text, base64url. */
export const signText = (key: CryptoKey, text: string): Promise<string> =>
  sign(key, new TextEncoder().encode(text));

/** Serialises an event once. Only this text is hashed, signed, stored and sent. */
export const signEvent = async (event: object, key: CryptoKey): Promise<SignedEvent & { hash: Sha256 }> => {
  const text = JSON.stringify(event);
  const bytes = new TextEncoder().encode(text);
  const [signature, hash] = await Promise.all([sign(key, bytes), sha256Hex(bytes)]);
  return { text, signature, hash };
};
