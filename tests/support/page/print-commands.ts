/** Prints a page of a browser test to PDF, and reads the QR codes back from the paper. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BrowserCommand } from 'vitest/node';

const run = promisify(execFile);

export type Printed = {
  readonly pages: number;
  /** The texts of the QR codes; null, with a message, without pdftoppm or zbarimg. */
  readonly codes: readonly string[] | null;
};

declare module 'vitest/browser' {
  interface BrowserCommands {
    /** `html`: the whole document, with its styles inside. */
    printPages: (html: string) => Promise<Printed>;
  }
}

/** What a command of Debian writes; null if the machine does not have it. */
const outputOf = async (program: string, args: readonly string[]): Promise<string | null> => {
  try {
    return (await run(program, [...args], { maxBuffer: 16 * 1024 * 1024 })).stdout;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
};

export const printPages: BrowserCommand<[html: string]> = async ({ context }, html): Promise<Printed> => {
  const page = await context.newPage();
  const folder = await mkdtemp(join(tmpdir(), 'grid-print-'));
  try {
    await page.setContent(html);
    const pdf = join(folder, 'sheet.pdf');
    await writeFile(pdf, await page.pdf({ preferCSSPageSize: true, printBackground: true }));
    const keep = process.env['KEEP_PRINTS'];
    const drawn = await outputOf('pdftoppm', ['-r', '150', '-png', pdf, join(keep ?? folder, 'page')]);
    const pictures = (await readdir(keep ?? folder)).filter((name) => name.endsWith('.png')).sort();
    const read: string[] = [];
    for (const name of drawn === null ? [] : pictures) {
      const found = await outputOf('zbarimg', ['--raw', '-q', join(keep ?? folder, name)]);
      if (found === null) return { pages: pictures.length, codes: null };
      read.push(...found.trim().split('\n'));
    }
    if (drawn === null) console.warn('No pdftoppm or zbarimg: printed codes are not read.');
    return { pages: pictures.length, codes: drawn === null ? null : read };
  } finally {
    await page.close();
    await rm(folder, { recursive: true, force: true });
  }
};

export const printCommands = { printPages };
