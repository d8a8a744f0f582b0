import type { DeadLetterRef } from '#ui/state/cases/dead-letters.ts';

/** The address names the open dead letter: `/admin/dead-letters?letter=<device>/<hash>`. App.tsx has the route. */
export const DEAD_LETTERS = '/admin/dead-letters';

export const deadLetterHref = ({ device, hash }: DeadLetterRef): string =>
  `${DEAD_LETTERS}?letter=${device}/${hash}`;

export const parseDeadLetterAddress = (query: string): DeadLetterRef | null => {
  const [, device, hash] =
    /^([\w-]{1,64})\/([0-9a-f]{64})$/.exec(new URLSearchParams(query).get('letter') ?? '') ?? [];
  return device && hash ? { device, hash } : null;
};
