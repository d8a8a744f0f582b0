import type { LetterName } from '#ui/state/cases/dead-letters.ts';

/** Which letter is open is part of the address: `/desk/letters?letter=<device>/<hash>`. */
export const DEAD_LETTERS = '/desk/letters';

export const deadLetterHref = ({ device, hash }: LetterName): string =>
  `${DEAD_LETTERS}?letter=${device}/${hash}`;

export const parseDeadLetterAddress = (query: string): LetterName | null => {
  const [, device, hash] =
    /^([\w-]{1,64})\/([0-9a-f]{64})$/.exec(new URLSearchParams(query).get('letter') ?? '') ?? [];
  return device && hash ? { device, hash } : null;
};
