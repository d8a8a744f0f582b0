import type { LetterName } from '#ui/state/cases/dead-letters.ts';

/** Which letter is open is part of the address: `/desk/letters?letter=<device>/<hash>`. */
export const LETTERS = '/desk/letters';

export const letterHref = ({ device, hash }: LetterName): string => `${LETTERS}?letter=${device}/${hash}`;

export const parseLetter = (query: string): LetterName | null => {
  const [, device, hash] =
    /^([\w-]{1,64})\/([0-9a-f]{64})$/.exec(new URLSearchParams(query).get('letter') ?? '') ?? [];
  return device && hash ? { device, hash } : null;
};
