/** The parts of a long run: which are not done yet, and the sums of those that are. */
import type { Origin } from '#tests/support/docs/figures-in-docs.ts';

/** By name. Figures of the same name are added up. */
export type Figures = Readonly<Record<string, number>>;

/** One line of `findings` for each violation. */
export type Outcome = { readonly figures: Figures; readonly findings: readonly string[] };

/** `size` is in the unit of the layer (seeds, rounds, images, kills); `commit` is that of the tested code. */
export type PartKey = {
  readonly layer: string;
  readonly part: string;
  readonly size: number;
  readonly commit: string;
};

/** A part in the file. One without figures did not finish, and is tried again. */
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

/** Divides `total` into groups of `size`; the last may be smaller. Numbers begin at 1. */
export const groupsOf = (total: number, size: number): readonly { first: number; count: number }[] =>
  Array.from({ length: Math.ceil(total / size) }, (_, at) => ({
    first: at * size + 1,
    count: Math.min(size, total - at * size),
  }));

/** The lines of these parts, including tries that did not finish. */
export const linesOf = (plan: readonly PartKey[], lines: readonly PartLine[]) =>
  lines.filter((line) => plan.some(isOf(line)));

/** The last line of each part that is done. */
export const doneOf = (plan: readonly PartKey[], lines: readonly PartLine[]): readonly DoneLine[] => {
  const own = linesOf(plan, lines).filter(isDone);
  return plan.flatMap((part) => own.findLast(isOf(part)) ?? []);
};

export const openParts = <Part extends PartKey>(
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

/** Estimated from the time that parts of the same layer took. Layers without any are named in `untimed`. */
export const timeLeft = (
  open: readonly Omit<PartKey, 'commit'>[],
  lines: readonly PartLine[],
): { readonly seconds: number; readonly untimed: ReadonlySet<string> } => {
  let seconds = 0;
  const untimed = new Set<string>();
  for (const { layer, size } of open) {
    const timed = lines.filter((line) => isDone(line) && line.layer === layer);
    const done = timed.reduce((sum, line) => sum + line.size, 0);
    const spent = timed.reduce((sum, line) => sum + line.seconds, 0);
    if (done > 0) seconds += (spent / done) * size;
    else untimed.add(layer);
  }
  return { seconds, untimed };
};
