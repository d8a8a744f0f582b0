/** Writes measured figures between two marks of a page in docs, with the date, commit and machine. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { format } from 'oxfmt';
import { chromiumPath } from '#tests/support/page/chromium.ts';

const root = join(import.meta.dirname, '../../..');

export const withFigures = (page: string, name: string, text: string): string => {
  const [begin, end] = [`<!-- figures: ${name} -->`, `<!-- end of figures: ${name} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the page has no marks "${begin}" and "${end}" in this order`);
  return `${page.slice(0, from + begin.length)}\n\n${text.trim()}\n\n${page.slice(to)}`;
};

/** The text as oxfmt formats it, so that the format check passes. */
export const pageWith = async (path: string, name: string, text: string): Promise<string> => {
  const { code, errors } = await format(path, withFigures(readFileSync(path, 'utf8'), name, text));
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('; '));
  return code;
};

/** `file` is relative to the root of the project. */
export const writeFigures = async (file: string, name: string, text: string): Promise<void> => {
  const path = resolve(root, file);
  writeFileSync(path, await pageWith(path, name, text));
};

const git = (folder: string, ...args: readonly string[]): string =>
  execFileSync('git', ['--no-optional-locks', ...args], { cwd: folder, encoding: 'utf8' }).trim();

/**
 * The last commit that changed the measured code. Changes of docs do not count: figures that are committed into docs still
 * belong to the present code.
 */
export const codeVersion = (paths: readonly string[] = ['.'], folder = root): string => {
  const code = ['--', ...paths, ':!docs', ':!test-results'];
  const commit = git(folder, 'log', '-1', '--abbrev=7', '--format=%h', ...code);
  return git(folder, 'status', '--porcelain', ...code) === '' ? commit : `${commit} with uncommitted changes`;
};

const chromiumVersion = (): string | null => {
  try {
    const output = execFileSync(chromiumPath(), ['--version'], { encoding: 'utf8', stdio: 'pipe' });
    return /\d[\d.]+/.exec(output)?.[0] ?? null;
  } catch {
    return null;
  }
};

/** Describes the hardware and versions, without anything that identifies the machine. */
export const machine = (chromium = chromiumVersion()): string => {
  const model = cpus()[0]?.model.trim();
  return [
    `${availableParallelism()} cores${model ? ` (${model})` : ''}`,
    `${Math.round(totalmem() / 2 ** 30)} GiB`,
    `Node ${process.versions.node}`,
    ...(chromium === null ? [] : [`Chromium ${chromium}`]),
  ].join(', ');
};

/** Where a measurement comes from. */
export type Origin = { readonly at: string; readonly commit: string; readonly machine: string };

export const originNow = (paths?: readonly string[]): Origin => ({
  at: new Date().toISOString(),
  commit: codeVersion(paths),
  machine: machine(),
});

/** A line with date, commit and machine for all of these measurements. */
export const provenance = (origins: readonly Origin[] = [originNow()]): string => {
  const days = origins.map(({ at }) => at.slice(0, 10)).sort();
  const [first, last] = [days[0], days.at(-1)];
  const commits = new Set(origins.map(({ commit }) => `commit ${commit}`));
  const machines = new Set(origins.map(({ machine }) => machine));
  return [first === last ? first : `${first} to ${last}`, ...commits, [...machines].join('; and ')].join(
    ', ',
  );
};
