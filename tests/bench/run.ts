/**
 * `npm run bench`, after a build: measures ratios and sizes with their spread, prints tables and writes them into
 * docs/benchmarks.md. `npm run bench -- save photos` measures only those; `sync` needs `npm ci` in tests/bench/peers.
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
if (unknown.length > 0)
  throw new Error(`unknown bench "${unknown.join()}"; benches: ${Object.keys(all).join(', ')}`);
for (const [name, bench] of Object.entries(all)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const text = await bench(originNow(measuredCode));
  console.log(`\n${text}`);
  await writeFigures('docs/benchmarks.md', `bench-${name}`, text);
}
// A connection of a browser or a server may still be open.
process.exit();
