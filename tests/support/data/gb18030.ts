/** Writes GB18030, which Node only reads: by a table of what each two or four bytes are read as. */
const decoder = new TextDecoder('gb18030', { fatal: true });

const read = (...bytes: readonly number[]): string | null => {
  try {
    return decoder.decode(Uint8Array.from(bytes));
  } catch {
    return null;
  }
};

const fourBytes = (index: number): readonly number[] => [
  0x81 + Math.floor(index / 12_600),
  0x30 + (Math.floor(index / 1260) % 10),
  0x81 + (Math.floor(index / 10) % 126),
  0x30 + (index % 10),
];

/** Of the basic plane, in four bytes. */
const FOUR_BYTE_SIGNS = 39_420;
/** The four bytes of U+10000. */
const SUPPLEMENTARY = 189_000;

const makeTable = (): ReadonlyMap<string, readonly number[]> => {
  const table = new Map<string, readonly number[]>();
  for (let index = 0; index < FOUR_BYTE_SIGNS; index++) {
    const sign = read(...fourBytes(index));
    if (sign !== null) table.set(sign, fourBytes(index));
  }
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const sign = read(lead, trail);
      if (sign !== null && [...sign].length === 1) table.set(sign, [lead, trail]);
    }
  return table;
};

let table: ReadonlyMap<string, readonly number[]> | undefined;

/** Throws for a sign that GB18030 does not have. */
export const encodeGb18030 = (text: string): Uint8Array => {
  table ??= makeTable();
  const bytes: number[] = [];
  for (const sign of text) {
    const code = sign.codePointAt(0)!;
    if (code < 0x80) bytes.push(code);
    else if (code >= 0x10000) bytes.push(...fourBytes(SUPPLEMENTARY + code - 0x10000));
    else {
      const known = table.get(sign);
      if (!known) throw new Error(`GB18030 has no U+${code.toString(16)}`);
      bytes.push(...known);
    }
  }
  return Uint8Array.from(bytes);
};
