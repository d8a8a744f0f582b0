import { MAX_THUMBNAIL_BATCH_BYTES } from '#domain/protocol/photos.ts';
import { summarise } from '../measure.ts';
import { links, type LinkName } from './links.ts';
import { payloadBytes, type Run } from './measure-run.ts';

/** `measured` is null where a run it needs has not been made. */
export type Judged = {
  readonly goal: string;
  readonly limit: string;
  readonly measured: number | null;
  readonly digits: number;
  readonly isMet: boolean | null;
};

const REQUESTS_TO_SPARE = 10;

const median = (runs: readonly Run[], read: (run: Run) => number): number | null =>
  runs.length === 0 ? null : summarise(runs.map(read)).median;

const ratio = (above: number | null, below: number | null): number | null =>
  above === null || below === null ? null : above / below;

const atMost = (goal: string, measured: number | null, limit: number, digits: number): Judged => ({
  goal,
  limit: `≤ ${limit.toFixed(digits)}`,
  measured,
  digits,
  isMet: measured === null ? null : measured <= limit,
});

const atLeast = (goal: string, measured: number | null, limit: number, digits: number): Judged => ({
  goal,
  limit: `≥ ${limit.toFixed(digits)}`,
  measured,
  digits,
  isMet: measured === null ? null : measured >= limit,
});

const informative = (goal: string, measured: number | null, digits: number): Judged => ({
  goal,
  limit: '–',
  measured,
  digits,
  isMet: null,
});

/** What one link asks of the product, of the medians of its runs. */
export const goals = (link: LinkName, runs: readonly Run[]): readonly Judged[] => {
  const of = (name: string) => runs.filter((it) => it.contestant === name);
  const [product, bound, tus] = [of('product'), of('bound'), of('tus')];
  const wall = (of: readonly Run[]) => median(of, (it) => it.wallSeconds);
  const toBound = ratio(wall(product), wall(bound));
  const toTus = ratio(wall(product), wall(tus));
  const used = (of: readonly Run[]) => median(of, (it) => it.utilisation);
  const bytes = median(product, (it) => it.upBytes / payloadBytes(it.payload));
  const everywhere = [
    atMost(
      'seconds to the last text ÷ seconds in all',
      median(product, (it) => (it.lastTextSeconds ?? Infinity) / it.wallSeconds),
      0.02,
      3,
    ),
    atMost(
      'peak memory of the page above idle, MB',
      median(product, (it) => it.peakMegabytes.pages),
      60,
      0,
    ),
    informative(
      'the same, every process of the browser',
      median(product, (it) => it.peakMegabytes.browser),
      0,
    ),
    atMost(
      'longest task of the page while syncing, ms',
      median(product, (it) => it.blocked?.longestTaskMillis ?? Infinity),
      50,
      0,
    ),
    atMost(
      'lost and doubled, in all runs',
      product.reduce((sum, it) => sum + it.lost + it.doubled, 0),
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
  const requests = median(product, (it) => it.requests);
  const { thumbnails = 0 } = product[0]?.payload ?? {};
  const allowed = 2 * links[link].reports + thumbnails / MAX_THUMBNAIL_BATCH_BYTES + REQUESTS_TO_SPARE;
  return [
    atLeast('utilisation, product ÷ bound', ratio(used(product), used(bound)), 0.97, 3),
    informative('seconds, product ÷ tus ×3', toTus, 3),
    atMost('bytes up ÷ payload', bytes, 1.01, 3),
    atMost('requests', requests, Math.floor(allowed), 0),
    ...everywhere,
  ];
};
