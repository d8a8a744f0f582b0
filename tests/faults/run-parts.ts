/** Runs the open parts of a plan. Each finished part is a line of the file before the next one starts. */
import { appendLine, readLines } from '#tests/support/docs/json-lines.ts';
import { versionOf, type Part } from './layers.ts';
import { openParts, timeLeft, type PartLine } from './parts.ts';

type Tried = Pick<PartLine, 'figures' | 'findings'>;

const tryPart = async ({ layer, part, run }: Part): Promise<Tried> => {
  try {
    return await run();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { figures: null, findings: [`${layer}, ${part}, did not finish: ${why}`] };
  }
};

const minutes = (seconds: number): string => `${(seconds / 60).toFixed(1)} min`;

export type Runner = {
  /** The lines of the file. */
  readonly lines: () => readonly PartLine[];
  /** Runs those of these parts that are not done. */
  readonly runAll: (parts: readonly Part[]) => Promise<void>;
};

/** `plan` is all parts of this run, for its progress messages. */
export const openRunner = (
  file: string,
  plan: readonly Part[],
  machine: string,
  versionNow: (layer: Part['layer']) => string = versionOf,
): Runner => {
  const begun = performance.now();
  const secondsSince = (from: number) => (performance.now() - from) / 1000;
  const lines = () => readLines<PartLine>(file);

  const printProgress = (what: string): void => {
    const open = openParts(plan, lines());
    const { seconds, untimed } = timeLeft(open, lines());
    const expected = [
      ...(seconds > 0 ? [`about ${minutes(seconds)}`] : []),
      ...(untimed.size > 0 ? [`an unknown time for ${[...untimed].join(', ')}`] : []),
    ];
    console.error(
      `${what}; ${plan.length - open.length} of ${plan.length} parts done in ${minutes(secondsSince(begun))}` +
        (expected.length > 0 ? `, left: ${expected.join(' and ')}` : ''),
    );
  };

  const runPart = async (part: Part): Promise<void> => {
    const from = performance.now();
    const { figures, findings } = await tryPart(part);
    // Figures of two versions of the code would describe neither.
    if (versionNow(part.layer) !== part.commit)
      throw new Error('the code has changed during the part: start again');
    const { layer, part: name, size, commit } = part;
    const at = new Date().toISOString();
    const seconds = secondsSince(from);
    const line: PartLine = {
      layer,
      part: name,
      size,
      at,
      commit,
      machine,
      seconds,
      figures,
      findings,
    };
    appendLine(file, line);
    printProgress(
      `${layer}, ${name}: ${findings.length === 0 ? 'no findings' : `findings: ${findings.length}`}`,
    );
  };

  printProgress(`commits ${[...new Set(plan.map(({ commit }) => commit))].join(', ')}`);
  return {
    lines,
    runAll: async (parts) => {
      for (const part of openParts(parts, lines())) await runPart(part);
    },
  };
};
