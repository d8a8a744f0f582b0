/** `npm run bench`, after a build: ratios and sizes, each with its spread. */
import { firstLoad } from './first-load.ts';
import { foldAndStore } from './fold-and-store.ts';
import { show } from './measure.ts';

const { ratio, eventsPerSecond } = await foldAndStore();
console.log('| figure | median (range) | goal |\n| --- | --- | --- |');
console.log(
  `| server: fold and store ÷ plain insert, SQLite, 50 events a transaction | ${show(ratio)} | ≥ 0.40 |`,
);
console.log(`| server: events folded and stored a second | ${show(eventsPerSecond, 0)} | – |`);

const scripts = await firstLoad();
const total = [...scripts.values()].reduce((sum, bytes) => sum + bytes, 0);
console.log(`| patrol home, cold, signed in: script fetched, KB gz | ${(total / 1024).toFixed(1)} | ≤ 60 |`);
for (const [path, bytes] of [...scripts].sort(([, a], [, b]) => b - a))
  console.log(`|   ${path} | ${(bytes / 1024).toFixed(1)} | |`);
