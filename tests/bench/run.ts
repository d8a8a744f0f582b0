/**
 * `npm run bench`, after a build: ratios and sizes, each with its spread, as tables, each written into docs/benchmarks.md
 * when it is measured. `npm run bench -- save photos` measures only those; `sync` needs `npm ci` in tests/bench/peers.
 */
import { originNow, provenance, writeFigures, type Origin } from '#tests/support/docs/figures-in-docs.ts';
import { benches } from './benches.ts';
import { measuredCode } from './measured-code.ts';
import { syncBench } from './sync/sync-bench.ts';

const all: Readonly<Record<string, (origin: Origin) => Promise<string>>> = {
  ...Object.fromEntries(
    Object.entries(benches).map(([name, bench]) => [
      name,
      async (origin: Origin) => `${provenance([origin])}\n\n${await bench()}`,
    ]),
  ),
  sync: syncBench,
};

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in all));
if (unknown.length > 0) throw new Error(`there is no "${unknown.join()}": ${Object.keys(all).join(', ')}`);
for (const [name, bench] of Object.entries(all)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const text = await bench(originNow(measuredCode));
  console.log(`\n${text}`);
  await writeFigures('docs/benchmarks.md', `bench-${name}`, text);
}
// A browser's or a server's end of a connection may still be open.
process.exit();
