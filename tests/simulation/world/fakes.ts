/**
 * Replaces the threads of the machine while a world runs. Their order cannot be repeated, so hashing, signing and waiting
 * are done synchronously.
 */
import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  timingSafeEqual,
  verify,
  type JsonWebKeyInput,
  type KeyObject,
} from 'node:crypto';
import type { World } from './world.ts';

type Key = { readonly kind: 'ec' | 'hmac'; readonly key: KeyObject | Buffer };
const bytesOf = (data: BufferSource): Buffer =>
  ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data);
const plain = (bytes: Buffer): ArrayBuffer => new Uint8Array(bytes).buffer;
const ec = (key: unknown) => ({ key: (key as Key).key as KeyObject, dsaEncoding: 'ieee-p1363' as const });

const privateKey = (jwk: JsonWebKeyInput['key']): Key => ({
  kind: 'ec',
  key: createPrivateKey({ key: jwk, format: 'jwk' }),
});
/** A private key as the fake `crypto.subtle` imports it. */
export const fakePrivateKey = (jwk: JsonWebKey): CryptoKey =>
  privateKey(jwk as JsonWebKeyInput['key']) as unknown as CryptoKey;

const subtle = {
  digest: async (_: unknown, data: BufferSource) =>
    plain(createHash('sha256').update(bytesOf(data)).digest()),
  generateKey: async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return { privateKey: { kind: 'ec', key: privateKey }, publicKey: { kind: 'ec', key: publicKey } };
  },
  exportKey: async (_: 'jwk', { key }: Key) => (key as KeyObject).export({ format: 'jwk' }),
  importKey: async (format: 'jwk' | 'raw', data: JsonWebKey | BufferSource): Promise<Key> => {
    if (format === 'raw') return { kind: 'hmac', key: bytesOf(data as BufferSource) };
    const jwk = data as JsonWebKeyInput['key'];
    return 'd' in (data as object)
      ? privateKey(jwk)
      : { kind: 'ec', key: createPublicKey({ key: jwk, format: 'jwk' }) };
  },
  sign: async (_: unknown, key: Key, data: BufferSource) =>
    plain(
      key.kind === 'hmac'
        ? createHmac('sha256', key.key as Buffer)
            .update(bytesOf(data))
            .digest()
        : sign('sha256', bytesOf(data), ec(key)),
    ),
  verify: async (_: unknown, key: Key, signature: BufferSource, data: BufferSource) => {
    const given = bytesOf(signature);
    if (key.kind === 'ec') return verify('sha256', bytesOf(data), ec(key), given);
    const right = createHmac('sha256', key.key as Buffer)
      .update(bytesOf(data))
      .digest();
    return right.length === given.length && timingSafeEqual(right, given);
  },
};

const realSubtle = globalThis.crypto.subtle;
const realImmediate = globalThis.setImmediate;
const realGzip = globalThis.CompressionStream;

/** Installs the fakes on the globals of this process, until `removeFakes`. */
export const installFakes = (on: World): void => {
  Object.defineProperty(globalThis.crypto, 'subtle', { configurable: true, value: subtle });
  globalThis.setImmediate = ((run: (...args: unknown[]) => void, ...args: unknown[]) =>
    on.soon(on.current, () => run(...args))) as unknown as typeof setImmediate;
  // Signatures differ each time, and with them the length of a compressed body.
  Reflect.deleteProperty(globalThis, 'CompressionStream');
};

export const removeFakes = (): void => {
  Object.defineProperty(globalThis.crypto, 'subtle', { configurable: true, value: realSubtle });
  globalThis.setImmediate = realImmediate;
  globalThis.CompressionStream = realGzip;
};
