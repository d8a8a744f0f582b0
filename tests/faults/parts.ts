/** The parts of the long runs: which are left of them, and what those that are done come to together. */
import type { Origin } from '#tests/support/docs/figures-in-docs.ts';

/** By name; those of the same name add up. */
export type Figures = Readonly<Record<string, number>>;

/** A line of `findings` for each thing that is not as it must be. */
export type Outcome = { readonly figures: Figures; readonly findings: readonly string[] };

/** `size` counts what the part does, in whatever its layer counts; `commit` is that of the code it puts to the test. */
export type PartKey = {
  readonly layer: string;
  readonly part: string;
  readonly size: number;
  readonly commit: string;
};

/** A part as it stands in the file. One without figures did not come to its end, and is tried again. */
export type PartLine = PartKey &
  Origin & {
    readonly seconds: number;
    readonly figures: Figures | null;
    readonly findings: readonly string[];
  };

export type DoneLine = PartLine & { readonly figures: Figures };

const isDone = (line: PartLine): line is DoneLine => line.figures !== null;
const isOf =
  (key: PartKey) =>
  (line: PartKey): boolean =>
    line.layer === key.layer && line.part === key.part && line.commit === key.commit;

/** `total` in groups of `size`, the last of which may be smaller; the first of all is 1. */
export const groupsOf = (total: number, size: number): readonly { first: number; count: number }[] =>
  Array.from({ length: Math.ceil(total / size) }, (_, at) => ({
    first: at * size + 1,
    count: Math.min(size, total - at * size),
  }));

/** What stands in the file of these parts, tries that did not come to their end among them. */
export const linesOf = (plan: readonly PartKey[], lines: readonly PartLine[]) =>
  lines.filter((line) => plan.some(isOf(line)));

/** A line for each part that is done. */
export const doneOf = (plan: readonly PartKey[], lines: readonly PartLine[]): readonly DoneLine[] => {
  const own = linesOf(plan, lines).filter(isDone);
  return plan.flatMap((part) => own.findLast(isOf(part)) ?? []);
};

export const partsLeft = <Part extends PartKey>(
  plan: readonly Part[],
  lines: readonly PartLine[],
): readonly Part[] => {
  const done = doneOf(plan, lines);
  return plan.filter((part) => !done.some(isOf(part)));
};

export const sumOf = (all: readonly Figures[]): Figures => {
  const sum: Record<string, number> = {};
  for (const figures of all)
    for (const [name, value] of Object.entries(figures)) sum[name] = (sum[name] ?? 0) + value;
  return sum;
};

/** By how long parts of the same layer took; a layer of which none has been timed is named instead. */
export const timeLeft = (
  left: readonly Omit<PartKey, 'commit'>[],
  lines: readonly PartLine[],
): { readonly seconds: number; readonly untimed: ReadonlySet<string> } => {
  let seconds = 0;
  const untimed = new Set<string>();
  for (const { layer, size } of left) {
    const timed = lines.filter((line) => isDone(line) && line.layer === layer);
    const done = timed.reduce((sum, line) => sum + line.size, 0);
    const spent = timed.reduce((sum, line) => sum + line.seconds, 0);
    if (done > 0) seconds += (spent / done) * size;
    else untimed.add(layer);
  }
  return { seconds, untimed };
};
