import { MAX_THUMBNAIL_BATCH_BYTES } from '#domain/protocol/photos.ts';
import { summarise, type Measured } from '../measure.ts';
import { links, type LinkName } from './links.ts';
import { payloadBytes, type Run } from '#tests/bench/sync/runs/measure-run.ts';

/** `measured` is null if a run that it needs is missing. */
export type Judged = {
  readonly goal: string;
  readonly limit: string;
  readonly measured: Measured | null;
  readonly digits: number;
  readonly isMet: boolean | null;
};

const REQUESTS_TO_SPARE = 10;

const of = (values: readonly number[]): Measured | null => (values.length === 0 ? null : summarise(values));

/** Ratios of runs of the same round, which were measured one after the other on an equally busy machine. */
const ratios = (above: readonly Run[], below: readonly Run[], read: (run: Run) => number): Measured | null =>
  of(
    above.flatMap((run) => {
      const beside = below.find((it) => it.run === run.run);
      return beside ? read(run) / read(beside) : [];
    }),
  );

type Wish = (goal: string, measured: Measured | null, limit: number, digits: number) => Judged;

const atMost: Wish = (goal, measured, limit, digits) => ({
  goal,
  limit: `≤ ${limit.toFixed(digits)}`,
  measured,
  digits,
  isMet: measured === null ? null : measured.median <= limit,
});

const atLeast: Wish = (goal, measured, limit, digits) => ({
  goal,
  limit: `≥ ${limit.toFixed(digits)}`,
  measured,
  digits,
  isMet: measured === null ? null : measured.median >= limit,
});

const informative = (goal: string, measured: Measured | null, digits: number): Judged => ({
  goal,
  limit: '–',
  measured,
  digits,
  isMet: null,
});

/** The goals of one link: for the medians of its runs and the ratios of its rounds. */
export const goals = (link: LinkName, runs: readonly Run[]): readonly Judged[] => {
  const by = (name: string) => runs.filter((it) => it.contestant === name);
  const [product, bound, tus] = [by('product'), by('bound'), by('tus')];
  const measured = (read: (run: Run) => number) => of(product.map(read));
  const toBound = ratios(product, bound, (it) => it.wallSeconds);
  const toTus = ratios(product, tus, (it) => it.wallSeconds);
  const bytes = measured((it) => it.upBytes / payloadBytes(it.payload));
  const everywhere = [
    atMost(
      'seconds to the last text ÷ seconds in all',
      measured((it) => (it.lastTextSeconds ?? Infinity) / it.wallSeconds),
      0.02,
      3,
    ),
    atMost(
      'peak memory of the page above idle, MB',
      measured((it) => it.peakMegabytes.pages),
      60,
      0,
    ),
    informative(
      'the same, every process of the browser',
      measured((it) => it.peakMegabytes.browser),
      0,
    ),
    atMost(
      'longest task of the page while syncing, ms',
      measured((it) => it.blocked?.longestTaskMillis ?? Infinity),
      50,
      0,
    ),
    atMost(
      'lost and doubled, in all runs',
      of(product.length === 0 ? [] : [product.reduce((sum, it) => sum + it.lost + it.doubled, 0)]),
      0,
      0,
    ),
  ];
  if (!links[link].isSteady)
    return [
      atMost('seconds, product ÷ tus ×3', toTus, 1, 3),
      atMost('seconds, product ÷ bound', toBound, 1, 3),
      atMost('bytes up ÷ payload', bytes, 1.03, 3),
      ...everywhere,
    ];
  const requests = measured((it) => it.requests);
  const { thumbnails = 0 } = product[0]?.payload ?? {};
  const allowed = 2 * links[link].reports + thumbnails / MAX_THUMBNAIL_BATCH_BYTES + REQUESTS_TO_SPARE;
  return [
    atLeast(
      'utilisation, product ÷ bound',
      ratios(product, bound, (it) => it.utilisation),
      0.97,
      3,
    ),
    informative('seconds, product ÷ tus ×3', toTus, 3),
    atMost('bytes up ÷ payload', bytes, 1.01, 3),
    atMost('requests', requests, Math.floor(allowed), 0),
    ...everywhere,
  ];
};
