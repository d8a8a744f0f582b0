import { Fault } from './sheet.ts';

const decode = (bytes: Uint8Array, encoding: string): string | null => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
};

const startsWith = (bytes: Uint8Array, ...mark: readonly number[]): boolean =>
  mark.every((byte, index) => bytes[index] === byte);

/**
 * UTF-16 by its byte order mark; else UTF-8 if the bytes are valid UTF-8, and GB18030 if not: Excel in China writes CSV in
 * it. Throws a Fault for bytes that are no text.
 */
export const decodeText = (bytes: Uint8Array): string => {
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) {
    const text = decode(bytes, bytes[0] === 0xff ? 'utf-16le' : 'utf-16be');
    if (text === null || text.includes('\0')) throw new Fault('badEncoding');
    return text;
  }
  if (bytes.includes(0)) throw new Fault('badEncoding');
  const text = decode(bytes, 'utf-8') ?? decode(bytes, 'gb18030');
  if (text === null) throw new Fault('badEncoding');
  return text;
};
