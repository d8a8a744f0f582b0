/** Global setup: a folder that ends with the run, for what its tests make once and share. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

const VARIABLE = 'TEST_RUN_FOLDER';

export default async (run: TestProject): Promise<() => Promise<void>> => {
  const folder = await mkdtemp(join(tmpdir(), 'grid-patrol-run-'));
  // The workers of the run are processes of this one.
  process.env[VARIABLE] = folder;
  // Watched code has changed, and what it makes with it.
  run.onTestsRerun(async () => {
    await rm(folder, { recursive: true });
    await mkdir(folder);
  });
  return () => rm(folder, { recursive: true, force: true });
};

/** The folder of this name, made by who needs it first; null outside a run, where nothing is shared. */
export const madeOnce = async (
  name: string,
  make: (folder: string) => Promise<void>,
): Promise<string | null> => {
  const run = process.env[VARIABLE];
  if (run === undefined) return null;
  const folder = join(run, name);
  if (existsSync(folder)) return folder;
  const own = join(run, `${name}-${randomUUID()}`);
  await make(own);
  // Two may have made it at once: the other's is as good.
  await rename(own, folder).catch(() => rm(own, { recursive: true }));
  return folder;
};
