/** Runs what is left of a plan; each part that is done is a line of the file before the next begins. */
import { appendLine, readLines } from '#tests/support/docs/json-lines.ts';
import { versionOf, type Part } from './layers.ts';
import { partsLeft, timeLeft, type PartLine } from './parts.ts';

type Tried = Pick<PartLine, 'figures' | 'findings'>;

const tryPart = async ({ layer, part, run }: Part): Promise<Tried> => {
  try {
    return await run();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { figures: null, findings: [`${layer}, ${part}, did not come to its end: ${why}`] };
  }
};

const minutes = (seconds: number): string => `${(seconds / 60).toFixed(1)} min`;

export type Runner = {
  /** What stands in the file. */
  readonly lines: () => readonly PartLine[];
  /** Those of these parts that are not done. */
  readonly runAll: (parts: readonly Part[]) => Promise<void>;
};

/** `plan` is everything this run is about, for the progress it tells. */
export const openRunner = (
  file: string,
  plan: readonly Part[],
  machine: string,
  versionNow: (layer: Part['layer']) => string = versionOf,
): Runner => {
  const begun = performance.now();
  const secondsSince = (from: number) => (performance.now() - from) / 1000;
  const lines = () => readLines<PartLine>(file);

  const tell = (what: string): void => {
    const left = partsLeft(plan, lines());
    const { seconds, untimed } = timeLeft(left, lines());
    const expected = [
      ...(seconds > 0 ? [`about ${minutes(seconds)}`] : []),
      ...(untimed.size > 0 ? [`whatever ${[...untimed].join(', ')} may take`] : []),
    ];
    console.error(
      `${what}; ${plan.length - left.length} of ${plan.length} parts done in ${minutes(secondsSince(begun))}` +
        (expected.length > 0 ? `, left: ${expected.join(' and ')}` : ''),
    );
  };

  const runPart = async (part: Part): Promise<void> => {
    const from = performance.now();
    const { figures, findings } = await tryPart(part);
    // Of two versions of the code at once, they would be figures of neither.
    if (versionNow(part.layer) !== part.commit)
      throw new Error('the code was changed meanwhile: start again');
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
    tell(`${layer}, ${name}: ${findings.length === 0 ? 'all well' : `findings: ${findings.length}`}`);
  };

  tell(`commits ${[...new Set(plan.map(({ commit }) => commit))].join(', ')}`);
  return {
    lines,
    runAll: async (parts) => {
      for (const part of partsLeft(parts, lines())) await runPart(part);
    },
  };
};
