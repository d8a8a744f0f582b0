import { deadLetterMessages } from '#ui/i18n/dead-letters.ts';

const pick = (words: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(words, key) ? words[key] : undefined;

export const typeLabel = (type: string | undefined): string =>
  type === undefined
    ? deadLetterMessages().unreadable
    : (pick(deadLetterMessages().types, type) ?? deadLetterMessages().otherType(type));

export const reasonText = (reason: string): string => pick(deadLetterMessages().reasons, reason) ?? reason;

export const fieldLabel = (name: string): string => pick(deadLetterMessages().fields, name) ?? name;
