import { expect, test } from 'vitest';
import { errors as catalogue } from '#domain/base/errors.ts';
import { en } from '#ui/i18n/en.ts';
import { capture } from '#ui/i18n/zh/capture.ts';
import { core } from '#ui/i18n/zh/core.ts';
import { desk } from '#ui/i18n/zh/desk.ts';
import { detail } from '#ui/i18n/zh/detail.ts';
import { errors } from '#ui/i18n/zh/errors.ts';
import { deadLetters } from '#ui/i18n/zh/dead-letters.ts';
import { me } from '#ui/i18n/zh/me.ts';
import { outbox } from '#ui/i18n/zh/outbox.ts';
import { reports } from '#ui/i18n/zh/reports.ts';
import { rare } from '#ui/i18n/zh/rare.ts';
import { firstAdmin, signIn } from '#ui/i18n/zh/sign-in.ts';
import { undo } from '#ui/i18n/zh/undo.ts';

const zh = {
  core,
  rare,
  reports,
  outbox,
  capture,
  detail,
  desk,
  deadLetters,
  me,
  signIn,
  firstAdmin,
  undo,
  errors,
};

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
  expect(Object.keys(errors).sort()).toEqual(codes);
  expect(Object.keys(en.errors).sort()).toEqual(codes);
});
