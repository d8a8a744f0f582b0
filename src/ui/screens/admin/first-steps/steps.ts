import type { Progress } from '#domain/office/messages.ts';

type Step = {
  readonly name: StepName;
  /** The screen that does it. */
  readonly href: string;
  readonly isDone: (progress: Progress) => boolean;
};

export type StepName = 'county' | 'grids' | 'people' | 'labels' | 'phone' | 'report';

/** The first start of an office, in order. Each can be skipped; what was skipped can be done later. */
export const steps: readonly Step[] = [
  { name: 'county', href: '/admin/settings', isDone: ({ county }) => county !== null },
  { name: 'grids', href: '/admin/grids', isDone: ({ grids }) => grids > 0 },
  { name: 'people', href: '/admin/people', isDone: ({ people }) => people > 0 },
  { name: 'labels', href: '/admin/places', isDone: ({ places }) => places > 0 },
  { name: 'phone', href: '/admin/people', isDone: ({ devices }) => devices > 0 },
  { name: 'report', href: '/desk', isDone: ({ cases }) => cases > 0 },
];

export type StepState = 'done' | 'skipped' | 'next' | 'open';

/** `next`: the first that is neither done nor skipped. */
export const stepStates = (progress: Progress): ReadonlyMap<StepName, StepState> => {
  let hasNext = false;
  return new Map(
    steps.map(({ name, isDone }) => {
      if (isDone(progress)) return [name, 'done'];
      if (progress.skipped.includes(name)) return [name, 'skipped'];
      const state = hasNext ? 'open' : 'next';
      hasNext = true;
      return [name, state];
    }),
  );
};

export const isSomethingOpen = (progress: Progress): boolean =>
  [...stepStates(progress).values()].includes('next');
