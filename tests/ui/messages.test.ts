import { expect, test } from 'vitest';
import { errors as catalogue } from '#domain/base/errors.ts';
import { en } from '#ui/i18n/en.ts';
import { messagesIn } from '#tests/support/page/both-languages.ts';

const { zh } = messagesIn;

/** Every message by its path; functions are called with sample arguments. */
const entries = (words: object, path = ''): [string, string][] =>
  Object.entries(words).flatMap(([key, value]): [string, string][] => {
    const at = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'string') return [[at, value]];
    if (typeof value === 'function') return [[at, String((value as (...args: unknown[]) => string)(2, 3))]];
    return entries(value as object, at);
  });

const paths = (words: object): string[] => entries(words).map(([path]) => path);

test('messages, both languages → the same keys', () => {
  expect(paths(en).sort()).toEqual(paths(zh).sort());
});

test('messages, both languages → none is empty', () => {
  const empty = [...entries(zh), ...entries(en)].filter(
    ([, words]) => words.trim() === '' && words !== ' · ',
  );
  expect(empty).toEqual([]);
});

test('messages → no Chinese characters in English, some in every Chinese message', () => {
  const chinese = /\p{Script=Han}/u;
  expect(entries(en).filter(([, words]) => chinese.test(words))).toEqual([]);
  const sameInBoth = new Set([
    'core.separator',
    'core.sync.soFar',
    'capture.accuracy',
    'outbox.unknown',
    'rare.apps.qq',
  ]);
  expect(entries(zh).filter(([path, words]) => !sameInBoth.has(path) && !chinese.test(words))).toEqual([]);
});

test('error codes, both languages → a message for each', () => {
  const codes = Object.keys(catalogue).sort();
  expect(Object.keys(zh.errors).sort()).toEqual(codes);
  expect(Object.keys(en.errors).sort()).toEqual(codes);
});
