/** A file that long runs write line by line, each line a value: what is in it outlives a run that is cut. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const textOf = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

/** A line that was cut while it was written is left out. */
export const readLines = <T>(file: string): readonly T[] =>
  textOf(file)
    .split('\n')
    .flatMap((line): T[] => {
      try {
        return [JSON.parse(line) as T];
      } catch {
        return [];
      }
    });

export const appendLine = (file: string, value: unknown): void => {
  mkdirSync(dirname(file), { recursive: true });
  const before = textOf(file);
  const isCut = before !== '' && !before.endsWith('\n');
  appendFileSync(file, `${isCut ? '\n' : ''}${JSON.stringify(value)}\n`);
};

/** In place of all that is there. */
export const writeLines = (file: string, values: readonly unknown[]): void => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, values.map((value) => `${JSON.stringify(value)}\n`).join(''));
};
