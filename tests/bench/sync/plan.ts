import type { ContestantName } from './contestants.ts';
import { links, type LinkName } from './links.ts';
import type { RunKey } from './measure-run.ts';

/** What the goals compare is measured three times, everybody else once and where it tells something. */
const runsOf = (contestant: ContestantName, link: LinkName): number => {
  if (contestant === 'product' || contestant === 'bound') return 3;
  if (contestant === 'tus' && link === 'cut') return 3;
  return link === 'fast' || link === 'cut' ? 1 : 0;
};

export const CAP_SECONDS = 600;

export type PlannedRun = RunKey & { readonly contestant: ContestantName; readonly reports: number };

/** Round by round, so that what is compared is measured close together. What is not null overrides the plan. */
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
