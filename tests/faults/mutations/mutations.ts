/** The bank of planted bugs: each is planted alone, and its command must fail. */
import { readFileSync, rmSync } from 'node:fs';
import { cp, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { runCommand } from '#tests/support/run/run-command.ts';
import { keptSeeds } from '#tests/simulation/kept-seeds.ts';
import { plant } from './anchor.ts';
import { builtMutations, type Mutation } from './mutations-built.ts';
import { loadedMutations } from './mutations-loaded.ts';

const root = join(import.meta.dirname, '../../..');
/** Seeds played for a bug that no kept seed catches. */
const SEEDS = 200;

/** Why the bug cannot be planted; null if it can. */
export const plantingFault = (bug: Mutation): string | null => {
  try {
    plant(readFileSync(join(root, bug.file), 'utf8'), bug);
    return null;
  } catch (error) {
    return `${bug.name}: ${(error as Error).message}`;
  }
};

const run = (command: string, cwd: string, env: Record<string, string> = {}) =>
  // The tests that catch bugs run in their full form only in CI.
  runCommand('sh', ['-c', command], { cwd, env: { CI: 'true', ...env } });

const reasons = /seed \d+: [^\n"]+|AssertionError: [^\n]+|Error: [^\n]+/;
/** A command that failed before its checks has caught nothing. */
const noCheck =
  /Transform failed|ReferenceError|Cannot find (?:module|package)|SyntaxError|ERR_MODULE|EADDRINUSE|no tests/;

/** The first failed check in the output; null if none failed. */
const reasonIn = (output: string): string | null => {
  const plain = stripVTControlCharacters(output);
  return noCheck.test(plain) ? null : (reasons.exec(plain)?.[0] ?? null);
};

const fails = async (command: string, cwd: string, env: Record<string, string>): Promise<boolean> => {
  const { endedWell, output } = await run(command, cwd, env);
  return !endedWell && reasonIn(output) !== null;
};

/** A copy of the project for bugs that are built, so that no other run contains them. */
const copyProject = async (): Promise<string> => {
  const folder = join(await mkdtemp(join(tmpdir(), 'grid-planted-')), 'project');
  const skipped = new Set(['node_modules', '.git', 'test-results'].map((name) => join(root, name)));
  await cp(root, folder, { recursive: true, filter: (path) => !skipped.has(path) });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  process.once('exit', () => rmSync(join(folder, '..'), { recursive: true, force: true }));
  return folder;
};

let copied: Promise<string> | null = null;

const isCaughtBuilt = async (bug: Mutation): Promise<boolean> => {
  const project = await (copied ??= copyProject());
  const path = join(project, bug.file);
  const before = await readFile(path, 'utf8');
  await writeFile(path, plant(before, bug));
  try {
    return await fails(bug.command, project, {});
  } finally {
    await writeFile(path, before);
  }
};

/** The seed that caught the bug before is played first: most bugs then cost one world. */
const isCaughtLoaded = async ({ name, command }: Mutation): Promise<boolean> => {
  const plays = (first: number, count: number) =>
    fails(command, root, { PLANTED_BUG: name, FIRST_SEED: String(first), SEEDS: String(count) });
  const kept = keptSeeds.find(({ caught }) => caught === name);
  return (kept !== undefined && (await plays(kept.seed, 1))) || (await plays(1, SEEDS));
};

/** Seeds played without any bug. */
const CONTROL_SEEDS = '40';

/** Each command must succeed without a bug, or its failure with one would show nothing. */
const commandsOf = (bugs: readonly Mutation[]) => [...new Set(bugs.map(({ command }) => command))];
export const controls: readonly { readonly name: string; readonly endsWell: () => Promise<boolean> }[] = [
  ...commandsOf(loadedMutations).map((command) => ({
    name: `nothing loaded: ${command}`,
    endsWell: async () => (await run(command, root, { SEEDS: CONTROL_SEEDS })).endedWell,
  })),
  ...commandsOf(builtMutations).map((command) => ({
    name: `nothing built: ${command}`,
    endsWell: async () => (await run(command, await (copied ??= copyProject()))).endedWell,
  })),
];

/** A bug, and a run that returns whether its command catches it. */
export type Planted = { readonly name: string; readonly isCaught: () => Promise<boolean> };

/** Some bugs are in both lists, for two layers to catch. */
export const bank: readonly Planted[] = [
  ...loadedMutations.map((bug) => ({ name: `loaded: ${bug.name}`, isCaught: () => isCaughtLoaded(bug) })),
  ...builtMutations.map((bug) => ({ name: `built: ${bug.name}`, isCaught: () => isCaughtBuilt(bug) })),
];
