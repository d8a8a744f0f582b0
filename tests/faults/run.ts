/**
 * Runs the long layers part by part: `npm run faults -- [simulation] [processes] [power] [browser] [mutations] [--seeds n]
 * [--rounds n] [--images n] [--kills n] [--seed n] [--anew] [--docs] [--out file.jsonl]`.
 *
 * Each finished part becomes a line of `test-results/faults/parts.jsonl`, or of the file in `--out`. The next start
 * continues after it as long as the tested code of the layer is the same, on another machine too if it has the file;
 * `--anew` deletes the lines. A layer whose long form is done is written into docs/reliability.md, with `--docs` a shorter
 * form too. The command fails if anything was lost, doubled or otherwise wrong.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machine, provenance, writeFigures } from '#tests/support/docs/figures-in-docs.ts';
import { readLines, writeLines } from '#tests/support/docs/json-lines.ts';
import { killServers } from '#tests/support/servers/server-process.ts';
import { layerNames, longForm, planLayers, type LayerName } from './layers.ts';
import { doneOf, linesOf, sumOf, type PartKey, type PartLine } from './parts.ts';
import { openRunner } from './run-parts.ts';
import { layerTables } from './tables.ts';

const DOCS = 'docs/reliability.md';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string' },
    rounds: { type: 'string' },
    images: { type: 'string' },
    kills: { type: 'string' },
    seed: { type: 'string' },
    anew: { type: 'boolean', default: false },
    docs: { type: 'boolean', default: false },
    out: { type: 'string', default: join(import.meta.dirname, '../../test-results/faults/parts.jsonl') },
  },
});
const sizeOf = (name: keyof typeof longForm): number => Number(values[name] ?? longForm[name]);
const sizes = {
  seeds: sizeOf('seeds'),
  rounds: sizeOf('rounds'),
  images: sizeOf('images'),
  kills: sizeOf('kills'),
};
const chosen = layerNames.filter((name) => positionals.length === 0 || positionals.includes(name));
const unknown = positionals.filter((name) => !layerNames.some((layer) => layer === name));
if (unknown.length > 0)
  throw new Error(`unknown layer "${unknown.join()}"; layers: ${layerNames.join(', ')}`);

const layers = planLayers(sizes, values.seed === undefined ? null : Number(values.seed));
const longLayers = planLayers(longForm, null);
const plan = chosen.flatMap((name) => layers[name]);

if (values.anew) {
  const lines = readLines<PartLine>(values.out);
  const forgotten = new Set(linesOf(plan, lines));
  writeLines(
    values.out,
    lines.filter((line) => !forgotten.has(line)),
  );
}

// A run that is interrupted must not leave its servers running.
process.once('exit', killServers);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const { lines, runAll } = openRunner(values.out, plan, machine());

const count = (parts: readonly PartKey[]): number => parts.reduce((sum, { size }) => sum + size, 0);

const printLayer = async (name: LayerName): Promise<void> => {
  const done = doneOf(layers[name], lines());
  if (done.length === 0) return;
  const cut = linesOf(layers[name], lines()).filter(({ figures }) => figures === null).length;
  const text = [
    provenance(done),
    layerTables[name](sumOf(done.map(({ figures }) => figures))),
    ...(cut > 0 ? [`Tries that did not finish: ${cut}.`] : []),
  ].join('\n\n');
  const isComplete = done.length === layers[name].length;
  console.log(`\n${isComplete ? '' : `${done.length} of ${layers[name].length} parts: `}${text}`);
  if (isComplete && (values.docs || count(done) >= count(longLayers[name])))
    await writeFigures(DOCS, `faults-${name}`, text);
};

for (const name of chosen) {
  await runAll(layers[name]);
  await printLayer(name);
}
const findings = linesOf(plan, lines()).flatMap((line) => line.findings);
for (const finding of findings) console.error(finding);
process.exit(findings.length === 0 ? 0 : 1);
