/** Workbooks made by hand, also such as no spreadsheet writes. */
import { strToU8, zipSync } from 'fflate';

const NS = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const letterOf = (index: number): string =>
  (index >= 26 ? letterOf(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26));

/** A number is written as it stands in the file, such as 3.30199E+14. */
export type Cell = string | { readonly number: string };

const cellXml = (cell: Cell, address: string): string =>
  typeof cell === 'string'
    ? `<c r="${address}" t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`
    : `<c r="${address}"><v>${cell.number}</v></c>`;

export const rowsXml = (rows: readonly (readonly Cell[])[]): string =>
  rows
    .map((row, i) => {
      const cells = row.map((cell, j) => (cell === '' ? '' : cellXml(cell, `${letterOf(j)}${i + 1}`)));
      return `<row r="${i + 1}">${cells.join('')}</row>`;
    })
    .join('');

const sheetXml = (rows: string) =>
  `<?xml version="1.0"?><worksheet xmlns="${NS}"><sheetData>${rows}</sheetData></worksheet>`;

type Parts = Readonly<Record<string, Uint8Array>>;

/** The parts of a workbook; each sheet is the XML of its rows. */
export const workbookParts = (sheets: Readonly<Record<string, string>>): Parts => {
  const names = Object.keys(sheets);
  return {
    '[Content_Types].xml': strToU8(
      `<?xml version="1.0"?><Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    ),
    'xl/workbook.xml': strToU8(
      `<?xml version="1.0"?><workbook xmlns="${NS}" xmlns:r="${REL}"><sheets>${names
        .map((name, i) => `<sheet name="${escaped(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
        .join('')}</sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `<?xml version="1.0"?><Relationships xmlns="${PACKAGE}/relationships">${names
        .map(
          (_, i) =>
            `<Relationship Id="rId${i + 1}" Type="${REL}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
        )
        .join('')}</Relationships>`,
    ),
    ...Object.fromEntries(
      names.map((name, i) => [`xl/worksheets/sheet${i + 1}.xml`, strToU8(sheetXml(sheets[name]!))]),
    ),
  };
};

export const workbook = (sheets: Readonly<Record<string, readonly (readonly Cell[])[]>>): Uint8Array =>
  zipSync(
    workbookParts(Object.fromEntries(Object.entries(sheets).map(([name, rows]) => [name, rowsXml(rows)]))),
  );

export const workbookOfXml = (rows: string, more: Parts = {}): Uint8Array =>
  zipSync({ ...workbookParts({ Sheet1: rows }), ...more });

const [LOCAL, CENTRAL] = [0x04034b50, 0x02014b50];

/** Claims that every part has this size when inflated. */
export const claiming = (zip: Uint8Array, size: number): Uint8Array => {
  const bytes = Buffer.from(zip);
  for (let at = 0; at + 46 <= bytes.length; at++) {
    const mark = bytes.readUInt32LE(at);
    if (mark === LOCAL) bytes.writeUInt32LE(size, at + 22);
    if (mark === CENTRAL) bytes.writeUInt32LE(size, at + 24);
  }
  return bytes;
};
