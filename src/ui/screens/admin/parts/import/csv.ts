/** Excel reads a CSV file as UTF-8 only with this mark. */
const BYTE_ORDER_MARK = '\uFEFF';

/** A spreadsheet changes numbers that are longer: a tab before them keeps them text, and the import removes it. */
const LONG_NUMBER = /^\d{11,}$/;
/** A cell that a spreadsheet would run as a formula. */
const FORMULA = /^[=+@-](?![\d.]+$)/;

const cellText = (text: string): string => {
  const shown = LONG_NUMBER.test(text) || FORMULA.test(text) ? `\t${text}` : text;
  return /["\r\n,\t]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
};

/** A table as a CSV file that spreadsheets open as it is. */
export const csvText = (rows: readonly (readonly string[])[]): string =>
  BYTE_ORDER_MARK + rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('');

/** Lets the browser store a file. */
export const saveFile = (name: string, text: string, type = 'text/csv'): void => {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  // The browser has opened the address by the next task.
  setTimeout(() => URL.revokeObjectURL(address));
};
