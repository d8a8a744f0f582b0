/** The QR codes of a printed page, read back as a camera does. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** False on a machine without pdftoppm and zbarimg. */
export const canReadCodes = ['pdftoppm', 'zbarimg'].every(
  (tool) => spawnSync(tool, ['-h']).error === undefined,
);

/** The texts of the codes on each page of a PDF. */
export const codesOnPages = async (pdf: string): Promise<readonly (readonly string[])[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'grid-pages-'));
  try {
    await run('pdftoppm', ['-r', '300', '-gray', pdf, join(folder, 'page')]);
    const pages = (await readdir(folder)).sort();
    return await Promise.all(
      pages.map(async (name) => {
        const args = ['-q', '--raw', '-Sdisable', '-Sqrcode.enable', join(folder, name)];
        return (await run('zbarimg', args)).stdout.trim().split('\n');
      }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
