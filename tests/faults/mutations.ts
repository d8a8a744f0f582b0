/** The bank of planted bugs: each is planted alone, and what must catch it is run. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { keptSeeds } from '#tests/simulation/kept-seeds.ts';
import { serverMutations, type Mutation } from './mutations-server.ts';
import { syncMutations } from './mutations-sync.ts';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** How often its text stands in its file: once, or it plants nothing. */
export const timesFound = ({ file, find }: Mutation): number =>
  readFileSync(join(root, file), 'utf8').split(find).length - 1;

const fails = async (command: string, cwd: string, env: Record<string, string>): Promise<boolean> => {
  try {
    await run('sh', ['-c', command], { cwd, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 });
    return false;
  } catch {
    return true;
  }
};

/** For what runs built: a copy of the project, so that nobody meets the bug by accident. */
const copyProject = async (): Promise<string> => {
  const folder = join(await mkdtemp(join(tmpdir(), 'grid-planted-')), 'project');
  const left = new Set(['node_modules', '.git', 'test-results'].map((name) => join(root, name)));
  await cp(root, folder, { recursive: true, filter: (path) => !left.has(path) });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
};

const isCaughtBuilt = async (bug: Mutation, project: string): Promise<boolean> => {
  const path = join(project, bug.file);
  const before = await readFile(path, 'utf8');
  await writeFile(
    path,
    before.replace(bug.find, () => bug.replacement),
  );
  try {
    return await fails(bug.command, project, {});
  } finally {
    await writeFile(path, before);
  }
};

/** The seed that caught it before comes first: most bugs then cost the bank one world. */
const isCaughtLoaded = async ({ name, command }: Mutation, seeds: number): Promise<boolean> => {
  const plays = (first: number, count: number) =>
    fails(command, root, { PLANTED_BUG: name, FIRST_SEED: String(first), SEEDS: String(count) });
  const kept = keptSeeds.find(({ caught }) => caught === name);
  return (kept !== undefined && (await plays(kept.seed, 1))) || (await plays(1, seeds));
};

export type Caught = { readonly name: string; readonly isCaught: boolean };

/** One after another; `tell` hears each. */
export const plantAll = async (
  tell: (caught: Caught) => void,
  { seeds = 200, only = null as 'server' | 'sync' | null } = {},
): Promise<readonly Caught[]> => {
  const all: Caught[] = [];
  const add = (name: string, isCaught: boolean) => {
    all.push({ name, isCaught });
    tell({ name, isCaught });
  };
  if (only !== 'server') for (const bug of syncMutations) add(bug.name, await isCaughtLoaded(bug, seeds));
  if (only === 'sync') return all;
  const project = await copyProject();
  try {
    for (const bug of serverMutations) add(bug.name, await isCaughtBuilt(bug, project));
  } finally {
    await rm(join(project, '..'), { recursive: true, force: true });
  }
  return all;
};
