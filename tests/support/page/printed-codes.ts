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

/** zbarimg misses a good code now and then; at another resolution it reads it, as a camera does from another distance. */
const RESOLUTIONS = [300, 200, 150];

const codesAt = async (pdf: string, resolution: number): Promise<readonly (readonly string[])[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'grid-pages-'));
  try {
    await run('pdftoppm', ['-r', String(resolution), '-gray', pdf, join(folder, 'page')]);
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

/** The texts of the codes on each page of a PDF, each once. */
export const codesOnPages = async (pdf: string): Promise<readonly (readonly string[])[]> => {
  const readings = await Promise.all(RESOLUTIONS.map((resolution) => codesAt(pdf, resolution)));
  return readings[0]!.map((_, page) => [...new Set(readings.flatMap((pages) => pages[page] ?? []))]);
};
