/** Global setup: a folder for what tests make once and share, deleted at the end of the run. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

const VARIABLE = 'TEST_RUN_FOLDER';

export default async (run: TestProject): Promise<() => Promise<void>> => {
  const folder = await mkdtemp(join(tmpdir(), 'grid-patrol-run-'));
  // The workers are child processes and get the variable.
  process.env[VARIABLE] = folder;
  // In watch mode, changed code may make other results.
  run.onTestsRerun(async () => {
    await rm(folder, { recursive: true });
    await mkdir(folder);
  });
  return () => rm(folder, { recursive: true, force: true });
};

/** The shared folder of this name, made at its first use; null outside a run. */
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
  // Two workers may have made it at once; either result is good.
  await rename(own, folder).catch(() => rm(own, { recursive: true }));
  return folder;
};
