import { readCsv } from './read-csv.ts';
import { readXlsx } from './read-xlsx.ts';
import { Fault, type Sheet } from './sheet.ts';

const ZIP = [0x50, 0x4b];
/** The container of old Excel files and of encrypted new ones. */
const COMPOUND_FILE = [0xd0, 0xcf, 0x11, 0xe0];

const startsWith = (bytes: Uint8Array, mark: readonly number[]): boolean =>
  mark.every((byte, index) => bytes[index] === byte);

/** The kind of a file is read from its bytes: names lie. Throws a Fault. */
export const readSheet = async (bytes: Uint8Array): Promise<Sheet> => {
  if (bytes.length === 0) throw new Fault('empty');
  if (startsWith(bytes, COMPOUND_FILE))
    throw new Fault(Buffer.from(bytes).includes('EncryptedPackage', 0, 'utf16le') ? 'encrypted' : 'oldExcel');
  return startsWith(bytes, ZIP) ? readXlsx(bytes) : readCsv(bytes);
};
