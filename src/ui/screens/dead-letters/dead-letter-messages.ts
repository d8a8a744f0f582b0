import { letterWords } from '#ui/i18n/dead-letters.ts';

const pick = (words: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(words, key) ? words[key] : undefined;

export const typeWords = (type: string | undefined): string =>
  type === undefined
    ? letterWords().unreadable
    : (pick(letterWords().types, type) ?? letterWords().otherType(type));

export const whyWords = (reason: string): string => pick(letterWords().why, reason) ?? reason;

export const fieldWords = (name: string): string => pick(letterWords().fields, name) ?? name;
