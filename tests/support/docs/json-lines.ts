/** A file with one JSON value per line, to which long runs append. Its lines survive an interrupted run. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const textOf = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

/** Skips a line that was cut while it was written. */
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

/** Replaces all lines. */
export const writeLines = (file: string, values: readonly unknown[]): void => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, values.map((value) => `${JSON.stringify(value)}\n`).join(''));
};
