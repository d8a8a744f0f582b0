import type { ContestantName } from '#tests/bench/sync/contestants/contestants.ts';
import { links, type LinkName } from '#tests/bench/sync/links.ts';
import type { RunKey } from './measure-run.ts';

/** Contestants that the goals compare run three times, the others once and on the links where it is of interest. */
const runsOf = (contestant: ContestantName, link: LinkName): number => {
  if (contestant === 'product' || contestant === 'bound') return 3;
  if (contestant === 'tus' && link === 'cut') return 3;
  return link === 'fast' || link === 'cut' ? 1 : 0;
};

export const CAP_SECONDS = 600;

export type PlannedRun = RunKey & { readonly contestant: ContestantName; readonly reports: number };

/** Round by round, so that compared runs are close in time. Arguments that are not null override the plan. */
export const planRuns = (
  contestants: readonly ContestantName[],
  linkNames: readonly LinkName[],
  { runs, reports }: { readonly runs: number | null; readonly reports: number | null },
): readonly PlannedRun[] => {
  const all = linkNames.flatMap((link) =>
    contestants.flatMap((contestant) =>
      Array.from({ length: runs ?? runsOf(contestant, link) }, (_, i) => ({
        contestant,
        link,
        run: i + 1,
        reports: reports ?? links[link].reports,
      })),
    ),
  );
  return all.sort((a, b) => a.run - b.run);
};
