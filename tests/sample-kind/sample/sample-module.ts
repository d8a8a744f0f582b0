/** A kind as a later version may bring it: an act with two effects and a basis, an act that moves it, a later state. */
import type { Act } from '#domain/ledger/act.ts';
import { defineModule } from '#domain/ledger/subject-module.ts';
import type { SubjectBase } from '#domain/ledger/subject-base.ts';

export type Sample = SubjectBase & {
  readonly kind: 'sample';
  readonly state: 'placed' | 'weighed' | 'sealed' | 'opened';
  readonly gridScope: string;
  readonly grams: number;
  readonly placedBy: string;
};

/** The protocol version that brings the kind. */
export const SAMPLE_SINCE = 6;

const sampleAct = <const Type extends `sample.${string}`, Body>(
  act: Act<Sample, Type, Body>,
): Act<Sample, Type, Body> => act;

const placed = sampleAct({
  type: 'sample.placed',
  since: SAMPLE_SINCE,
  body: ({ object, gridCode }) => object({ grid: gridCode }),
  roles: ['patroller', 'inspector'],
  from: 'new',
  to: 'placed',
  needs: { text: 'none', photos: 'optional' },
  effects: [
    {
      apply: (_, { event }) => ({
        kind: 'sample',
        id: event.subject.id,
        state: 'placed',
        gridScope: event.body.grid,
        grams: 0,
        placedBy: event.author,
        photos: event.photos.map((photo) => ({ ...photo, eventId: event.id })),
      }),
    },
  ],
});

/** The first effect multiplies the amount by 500, the second by the limit of EB01 at the judgement. */
const weighed = sampleAct({
  type: 'sample.weighed',
  since: SAMPLE_SINCE,
  body: ({ object, number, pattern }) => object({ amount: number(), of: pattern(/^[\w-]{36}$/) }),
  roles: ['patroller', 'inspector'],
  from: ['placed', 'weighed'],
  to: 'weighed',
  needs: { text: 'none', photos: 'none' },
  reads: ['hazardKind'],
  names: ({ of }) => [{ kind: 'case', id: of }],
  check: ({ body }, { related }) => (related({ kind: 'case', id: body.of }) === null ? 'outOfScope' : null),
  basis: (_, { reference }) => ({ factor: reference.get('hazardKind', 'EB01')?.limit.amount ?? 1 }),
  effects: [
    { apply: (current, { event }) => ({ ...current!, state: 'weighed', grams: event.body.amount * 500 }) },
    {
      apply: (current, { event, basis }) => {
        const { factor } = basis!.data as { factor: number };
        return { ...current!, state: 'weighed', grams: event.body.amount * factor };
      },
    },
  ],
});

const moved = sampleAct({
  type: 'sample.moved',
  since: SAMPLE_SINCE,
  body: ({ object, gridCode }) => object({ grid: gridCode }),
  roles: ['patroller', 'inspector', 'reviewer'],
  from: 'open',
  needs: { text: 'none', photos: 'none' },
  effects: [{ apply: (current, { event }) => ({ ...current!, gridScope: event.body.grid }) }],
});

const noted = sampleAct({
  type: 'sample.noted',
  since: SAMPLE_SINCE,
  body: ({ object, requiredText }) => object({ text: requiredText }),
  roles: ['patroller', 'inspector', 'reviewer'],
  from: 'open',
  needs: { text: 'required', photos: 'none' },
  effects: [{ apply: (current) => current! }],
});

const sealed = sampleAct({
  type: 'sample.sealed',
  since: SAMPLE_SINCE + 1,
  body: ({ object, text }) => object({ text }),
  roles: ['inspector'],
  from: ['weighed'],
  to: 'sealed',
  needs: { text: 'optional', photos: 'none' },
  guard: ({ placedBy }, { person }) => (placedBy === person ? 'notPermitted' : null),
  effects: [{ apply: (current) => ({ ...current!, state: 'sealed' }) }],
});

export const sampleModule = defineModule<Sample>()({
  kind: 'sample',
  since: SAMPLE_SINCE,
  foldVersion: 1,
  acts: [placed, weighed, moved, noted, sealed],
  noteType: noted.type,
  finalStates: [],
  laterStates: {
    sealed: { since: SAMPLE_SINCE + 1, nearest: 'weighed' },
    opened: { since: SAMPLE_SINCE + 2, nearest: 'sealed' },
  },
  schema: ({ object, picklist, string, number }) =>
    object({
      state: picklist(['placed', 'weighed', 'sealed', 'opened']),
      gridScope: string(),
      grams: number(),
    }),
  covers: () => true,
  audience: ({ gridScope }) => ({ gridScope, people: [] }),
});
