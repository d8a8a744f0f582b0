/**
 * Folding the subjects of an older version anew: its cost against reading and writing the same rows unchanged, and how
 * many pushes the server takes meanwhile. All rows come through the push endpoint. Only the column `fold` is set back by
 * SQL, as an older version would have left it; the content is equal, so no subject gets a new place in the feed.
 */
import { rm } from 'node:fs/promises';
import { foldVersionOf } from '#domain/subjects.ts';
import { REFOLD_PAGE, refoldOlder } from '#server/ledger/refold.ts';
import { openStore, type Store } from '#server/store/store.ts';
import { signIn, type Written } from '#tests/support/clients/device.ts';
import { databaseEnv, databaseOf } from '#tests/support/database/database.ts';
import { runServer } from '#tests/support/servers/server-process.ts';
import { startTestServer } from '#tests/support/servers/test-server.ts';
import { enrolLoadDevice, signInAll, type LoadDevice } from './load-devices.ts';
import { summarise, timed, type Measured } from '#tests/bench/measure.ts';

const SUBJECTS = 4000;
const NOTES = 2;
/** Reports with their notes in one push while the ledger is filled. */
const REPORTS_A_PUSH = 16;
const ROUNDS = 5;

const DEVICES = 4;
const EVENTS_A_PUSH = 5;
const WARM_UP_MILLIS = 1000;
const MEASURED_MILLIS = 1500;
/** For each device and each start of the server. */
const PREPARED_PUSHES = 700;

const version = foldVersionOf({ kind: 'case' });
const never = new AbortController().signal;

export type RefoldCost = {
  readonly subjects: number;
  readonly toRewrite: Measured;
  readonly subjectsPerSecond: Measured;
  /** Pushes a second with the pass ÷ without. */
  readonly pushes: Measured;
};

const fill = async (url: string): Promise<void> => {
  const wang = await signIn(url, 'wang');
  for (let pushed = 0; pushed < SUBJECTS; pushed += REPORTS_A_PUSH) {
    const events: Written[] = [];
    for (let i = 0; i < REPORTS_A_PUSH; i++) {
      const report = await wang.reports();
      events.push(report);
      for (let note = 0; note < NOTES; note++) events.push(await wang.notes(report.caseId, '仍在充电'));
    }
    const verdicts = await wang.pushes(...events);
    if (verdicts.some(({ verdict }) => verdict !== 'applied')) throw new Error('an event was not applied');
  }
};

const setBack = async (store: Store): Promise<void> => {
  await store.write
    .updateTable('subjects')
    .set({ fold: version - 1 })
    .execute();
};

const nextOlder = (store: Store) =>
  store.read
    .selectFrom('subjects')
    .select(['region', 'kind', 'id'])
    .where('kind', '=', 'case')
    .where('fold', '<', version)
    .orderBy('fold')
    .orderBy('region')
    .orderBy('id')
    .limit(REFOLD_PAGE)
    .execute();

/** The same pages, reads and writes, without reading events and without a fold. */
const rewriteOlder = async (store: Store): Promise<number> => {
  for (let count = 0; ;) {
    const page = await nextOlder(store);
    if (page.length === 0) return count;
    for (const region of new Set(page.map((row) => row.region)))
      await store.write.transaction().execute(async (tx) => {
        for (const { kind, id } of page.filter((row) => row.region === region)) {
          const { seq, audience, body } = await tx
            .selectFrom('subjects')
            .selectAll()
            .where('region', '=', region)
            .where('kind', '=', kind)
            .where('id', '=', id)
            .executeTakeFirstOrThrow();
          await tx
            .updateTable('subjects')
            .set({ fold: version, seq, audience, body })
            .where('region', '=', region)
            .where('kind', '=', kind)
            .where('id', '=', id)
            .execute();
        }
      });
    count += page.length;
  }
};

/** Runs both. In every other round, `other` is first. */
const inTurns = async <T>(round: number, one: () => Promise<T>, other: () => Promise<T>): Promise<[T, T]> => {
  if (round % 2 === 0) return [await one(), await other()];
  const second = await other();
  return [await one(), second];
};

const costOf = async (store: Store) => {
  const timeOf = async (pass: () => Promise<number>): Promise<number> => {
    await setBack(store);
    let count = 0;
    const millis = await timed(async () => {
      count = await pass();
    });
    if (count !== SUBJECTS) throw new Error(`${count} subjects of ${SUBJECTS}`);
    return millis;
  };
  const refold = () => timeOf(() => refoldOlder(store, never, async () => {}));
  const rewrite = () => timeOf(() => rewriteOlder(store));
  // A process that has just begun is slower.
  await inTurns(0, refold, rewrite);
  const ratios: number[] = [];
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const [refolded, rewritten] = await inTurns(round, refold, rewrite);
    ratios.push(refolded / rewritten);
    rates.push((SUBJECTS * 1000) / refolded);
  }
  return { toRewrite: summarise(ratios), subjectsPerSecond: summarise(rates) };
};

/** As fast as they are answered. Returns pushes a second. */
const pushFor = async (
  millis: number,
  devices: readonly LoadDevice[],
  prepared: readonly Buffer[][],
): Promise<number> => {
  const from = performance.now();
  let count = 0;
  await Promise.all(
    devices.map(async (device, at) => {
      while (performance.now() - from < millis) {
        const body = prepared[at]!.pop();
        if (!body) throw new Error('too few pushes are prepared');
        const { status } = await device.request('POST', '/api/sync/push', body);
        if (status !== 200) throw new Error(`push refused: ${status}`);
        count += 1;
      }
    }),
  );
  return (count * 1000) / (performance.now() - from);
};

/** On a built server in a process of its own. With `hasOlder`, it folds older subjects from its start on. */
const pushRate = async (
  dataDir: string,
  port: number,
  devices: readonly LoadDevice[],
  hasOlder: boolean,
): Promise<number> => {
  const store = await openStore(await databaseOf(dataDir));
  const prepared = await Promise.all(
    devices.map(async (device) => {
      const bodies: Buffer[] = [];
      while (bodies.length < PREPARED_PUSHES) bodies.push(await device.packPush(EVENTS_A_PUSH));
      return bodies;
    }),
  );
  await rewriteOlder(store);
  if (hasOlder) await setBack(store);
  const server = runServer(['--port', String(port), '--data-dir', dataDir], await databaseEnv(dataDir));
  try {
    await server.listening();
    await pushFor(WARM_UP_MILLIS, devices, prepared);
    const rate = await pushFor(MEASURED_MILLIS, devices, prepared);
    if (hasOlder !== (await nextOlder(store)).length > 0)
      throw new Error(hasOlder ? 'the pass ended too early' : 'there are older subjects');
    return rate;
  } finally {
    await server.kill('SIGTERM');
    await store.close();
  }
};

export const refoldCost = async (): Promise<RefoldCost> => {
  const server = await startTestServer();
  const { dataDir, port } = server;
  try {
    await fill(server.url);
    const [account] = await signInAll(`http://127.0.0.1:${port}`);
    const devices = await Promise.all(Array.from({ length: DEVICES }, () => enrolLoadDevice(account!)));
    await server.close();
    const store = await openStore(await databaseOf(dataDir));
    const cost = await costOf(store);
    await store.close();
    const ratios: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const [during, without] = await inTurns(
        round,
        () => pushRate(dataDir, port, devices, true),
        () => pushRate(dataDir, port, devices, false),
      );
      ratios.push(during / without);
    }
    for (const device of devices) device.leave();
    return { subjects: SUBJECTS, ...cost, pushes: summarise(ratios) };
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
};
