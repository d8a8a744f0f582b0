/** Prints a page of a browser test to PDF, and reads the QR codes back from the paper. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserCommand } from 'vitest/node';
import { canReadCodes, codesOnPages } from './printed-codes.ts';

/** The texts of the codes on each page; null, with a message, on a machine that cannot read them. */
export type Printed = { readonly pages: readonly (readonly string[])[] | null };

declare module 'vitest/browser' {
  interface BrowserCommands {
    /** `html`: the whole document, with its styles inside. */
    printPages: (html: string) => Promise<Printed>;
  }
}

export const printPages: BrowserCommand<[html: string]> = async ({ context }, html): Promise<Printed> => {
  if (!canReadCodes) console.warn('No pdftoppm or zbarimg: printed codes are not read.');
  const page = await context.newPage();
  const folder = await mkdtemp(join(tmpdir(), 'grid-print-'));
  try {
    await page.setContent(html);
    const pdf = join(folder, 'sheet.pdf');
    await writeFile(pdf, await page.pdf({ preferCSSPageSize: true, printBackground: true }));
    return { pages: canReadCodes ? await codesOnPages(pdf) : null };
  } finally {
    await page.close();
    await rm(folder, { recursive: true, force: true });
  }
};

export const printCommands = { printPages };
