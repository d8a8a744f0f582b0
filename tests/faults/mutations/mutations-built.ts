/**
 * Bugs planted in a copy of the project, which is then built. The tests of kills, power cuts and lost answers must
 * catch them. Planted one at a time.
 */
import type { Anchor } from './anchor.ts';

export type Mutation = Anchor & {
  readonly name: string;
  /** Rules of docs/protocol.md that the bug breaks. */
  readonly rules: readonly string[];
  /** Code that takes the place of `find`. */
  readonly replacement: string;
  /** Must fail while the bug is planted. */
  readonly command: string;
};

const built = 'npx vite build --config vite.server.config.ts';
const vitest = 'npx vitest run --project node';
const power = `${built} && ${vitest} tests/faults/failures/power.test.ts -t 'power cut at a random moment'`;
const kills = `${built} && ${vitest} tests/faults/failures/processes.test.ts -t 'kill -9 of the server under load'`;
const killsOnPostgres = `${built} && ${vitest} tests/faults/failures/processes.test.ts -t 'of PostgreSQL and of both'`;
const lostAnswers = `${built} && ${vitest} tests/server/intake/answer-lost.test.ts`;

const killsOfBrowser = `npx vite build && ${built} && npx vitest run --project journeys tests/faults/failures/browser.test.ts`;

/** `wait` is code that delays the commit. */
export const answeredEarly = (wait: string): Omit<Mutation, 'command'> => ({
  name: 'a push is answered before its commit',
  rules: ['P5'],
  file: 'server/intake/take-push.ts',
  within: 'takePushes',
  find: 'store.write.transaction().execute',
  replacement: `((work: (tx: Writing) => Promise<readonly (Verdicts | null)[]>) =>
    new Promise<readonly (Verdicts | null)[]>((resolve, reject) => {
      store.write
        .transaction()
        .execute(async (tx) => {
          resolve(await work(tx));
          ${wait}
        })
        .catch(reject);
    }))`,
});

export const builtMutations: readonly Mutation[] = [
  {
    name: 'a photo is shown before the draft stores it',
    rules: ['D5a', 'D5b', 'D13c'],
    file: 'src/storage/outbox/drafts.ts',
    within: 'addToDraft.write',
    find: 'await db.drafts.put(next);',
    replacement: 'setTimeout(() => void db.drafts.put(next), 5_000);',
    command: killsOfBrowser,
  },
  { ...answeredEarly(`await new Promise((answered) => setTimeout(answered, 5));`), command: power },
  {
    name: 'SQLite does not sync its commits',
    rules: ['P5'],
    file: 'server/store/sqlite.ts',
    within: 'sqliteDialect',
    find: 'pragma synchronous = full',
    replacement: 'pragma synchronous = off',
    command: power,
  },
  {
    name: 'SQLite does not sync every commit',
    rules: ['P5'],
    file: 'server/store/sqlite.ts',
    within: 'sqliteDialect',
    find: 'pragma synchronous = full',
    replacement: 'pragma synchronous = normal',
    command: power,
  },
  {
    name: 'PostgreSQL answers a commit before it has written it',
    rules: ['P5'],
    file: 'server/store/postgres.ts',
    within: 'sessionSettings',
    find: "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'",
    replacement: "select set_config('synchronous_commit', 'off', false)",
    command: killsOnPostgres,
  },
  {
    name: 'a photo is not synced',
    rules: ['H2'],
    file: 'server/photos/photo-files.ts',
    within: 'openPhotoFiles.finishUpload',
    find: 'await sync(from);',
    replacement: '',
    command: power,
  },
  {
    name: 'a photo is renamed before it is synced',
    rules: ['H2'],
    file: 'server/photos/photo-files.ts',
    within: 'openPhotoFiles.finishUpload',
    find: `await sync(from);
    await mkdir(dirname(to), { recursive: true });
    await rename(from, to);`,
    replacement: `await mkdir(dirname(to), { recursive: true });
    await rename(from, to);
    await sync(to);`,
    command: power,
  },
  {
    name: 'the folder a photo was renamed into is not synced',
    rules: ['H2'],
    file: 'server/photos/photo-files.ts',
    within: 'openPhotoFiles.finishUpload',
    find: 'await sync(dirname(to));',
    replacement: '',
    command: power,
  },
  {
    name: 'the folder in which a folder of photos was made is not synced',
    rules: ['H2'],
    file: 'server/photos/photo-files.ts',
    within: 'openPhotoFiles.finishUpload',
    find: 'await sync(folders.photos);',
    replacement: '',
    command: power,
  },
  {
    name: 'the name of the data folder is not synced',
    rules: ['P5', 'H2'],
    file: 'server/store/data-folder.ts',
    within: 'ensureFolder',
    find: 'await sync(dirname(path));',
    replacement: '',
    command: power,
  },
  {
    name: 'an upload is answered before its row is written',
    rules: ['H2'],
    file: 'server/http/photos/photo-upload.ts',
    within: 'finishUpload',
    find: 'await markSent(',
    replacement: '((...row: Parameters<typeof markSent>) => setTimeout(() => void markSent(...row), 20))(',
    command: power,
  },
  {
    name: 'partial uploads are deleted at the start',
    rules: ['D2', 'H3b'],
    file: 'server/services.ts',
    within: 'createServices',
    find: 'files.partials.sweep(clock())',
    replacement: 'files.partials.sweep(Number.MAX_SAFE_INTEGER)',
    command: lostAnswers,
  },
  {
    name: 'a retried event is judged as new',
    rules: ['D2', 'P3a'],
    file: 'server/ledger/judge-batch.ts',
    within: 'judgeBatch.outcomes',
    find: 'if (stored)',
    replacement: 'if (stored && stored.hash !== hash)',
    command: lostAnswers,
  },
  {
    name: 'a retried event goes to the dead letters',
    rules: ['P3a', 'P6b'],
    file: 'server/ledger/judge-batch.ts',
    within: 'judgeBatch.outcomes',
    find: '{ row: stored, duplicate: true }',
    replacement: "rejectToDeadLetter(received, 'idReused')",
    command: kills,
  },
  {
    name: 'the feed skips a number',
    rules: ['L1'],
    file: 'server/ledger/feed.ts',
    within: 'openFeed.take',
    find: 'seq += 1;',
    replacement: 'seq += seq % 20 === 19 ? 2 : 1;',
    command: kills,
  },
  {
    name: 'a subject is sometimes not written with its events',
    rules: ['F1', 'L1'],
    file: 'server/ledger/write-judged.ts',
    within: 'writeJudged',
    find: "await tx.insertInto('subjects')",
    replacement: `if (Math.random() < 0.1) return;
  await tx.insertInto('subjects')`,
    command: kills,
  },
];
