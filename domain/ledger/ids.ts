import * as v from 'valibot';

/** UUID version 7 (RFC 9562): sorts by time, made on the device, never by the server. */
export type EventId = string;
export type PersonId = string;
export type DeviceId = string;

export const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export const uuidSchema = v.pipe(v.string(), v.regex(uuidPattern));
/** People and devices: whatever the identity provider hands out, within reason. */
export const actorIdSchema = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/));

/** RFC 9562 5.7: 48 bits of time, then version, variant and 74 random bits. `random` holds at least 10 bytes. */
export const uuidV7 = (atMillis: number, random: Uint8Array): EventId => {
  const bytes = new Uint8Array(16);
  let time = Math.max(0, Math.floor(atMillis));
  for (let i = 5; i >= 0; i--) {
    bytes[i] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};
