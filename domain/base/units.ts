/** Milliseconds since the Unix epoch, or a span of them. */
export type Millis = number;
export const DAY: Millis = 24 * 60 * 60_000;
export type Metres = number;
/** A size in bytes. */
export type Bytes = number;
/** Lower-case hexadecimal SHA-256, 64 characters. */
export type Sha256 = string;

export const sha256Pattern = /^[0-9a-f]{64}$/;
export const isSha256 = (value: string): value is Sha256 => sha256Pattern.test(value);
