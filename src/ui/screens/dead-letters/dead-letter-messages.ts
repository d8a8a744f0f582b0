import { deadLetterMessages } from '#ui/i18n/dead-letters.ts';

/** Undefined for a key that the messages do not have: types, reasons and fields come from any version of the app. */
const pick = (messages: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(messages, key) ? messages[key] : undefined;

export const typeLabel = (type: string | undefined): string =>
  type === undefined
    ? deadLetterMessages().unreadable
    : (pick(deadLetterMessages().types, type) ?? deadLetterMessages().otherType(type));

export const reasonText = (reason: string): string => pick(deadLetterMessages().reasons, reason) ?? reason;

export const fieldLabel = (name: string): string => pick(deadLetterMessages().fields, name) ?? name;
