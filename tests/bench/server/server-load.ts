/**
 * Loads the built server in a process of its own, from clients in another process. Afterwards the events are counted in
 * the ledger.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { openStore } from '#server/store/store.ts';
import { databaseEnv, databaseOf } from '#tests/support/database/database.ts';
import { wholeNumber } from '#tests/support/docs/markdown-table.ts';
import { runServer } from '#tests/support/servers/server-process.ts';
import { makeFolder } from '#tests/support/servers/test-server.ts';
import type { Outcome, Plan } from './load-clients.ts';
import { row, type Row } from '#tests/bench/rows.ts';

type Request = Plan extends infer P ? (P extends Plan ? Omit<P, 'url'> : never) : never;

type Load = Outcome & {
  /** In the ledger afterwards: events, and the cases that they made. */
  readonly taken: number;
  readonly cases: number;
  readonly deadLetters: number;
  /** Megabytes of resident memory of the server, read once a second. */
  readonly memory: readonly number[];
  /** Processor seconds that the server used in each second. */
  readonly processors: number;
  readonly loadAverage: number;
};

const PAGE_BYTES = 4096;
const TICKS_A_SECOND = 100;

const residentMegabytes = async (pid: number): Promise<number> =>
  (Number((await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')[1]) * PAGE_BYTES) / 1e6;

const processorSeconds = async (pid: number): Promise<number> => {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
};

const counts = async (dataDir: string) => {
  const store = await openStore(await databaseOf(dataDir));
  const count = async (table: 'events' | 'subjects' | 'dead_letters') => {
    const { rows } = await store.read
      .selectFrom(table)
      .select((eb) => eb.fn.countAll().as('rows'))
      .executeTakeFirstOrThrow();
    return Number(rows);
  };
  const counted = {
    events: await count('events'),
    subjects: await count('subjects'),
    deadLetters: await count('dead_letters'),
  };
  await store.close();
  return counted;
};

const messageFrom = async (child: ChildProcess): Promise<Outcome | 'ready' | 'warm'> => {
  const [message] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [
    Outcome | 'ready' | 'warm' | number | null,
  ];
  if (message === null || typeof message === 'number') throw new Error('the clients ended early');
  return message;
};

const loadServer = async (request: Request): Promise<Load> => {
  const dataDir = await makeFolder();
  const server = runServer(['--port', '0', '--data-dir', dataDir], {
    ...(await databaseEnv(dataDir)),
  });
  const url = (await server.listening()).replace('localhost', '127.0.0.1');
  const clients = fork(join(import.meta.dirname, 'load-clients.ts'), { execArgv: ['--import', 'tsx'] });
  const memory: number[] = [];
  try {
    clients.send({ ...request, url } as Plan);
    await messageFrom(clients);
    const watch = setInterval(() => {
      residentMegabytes(server.pid).then(
        (megabytes) => memory.push(megabytes),
        () => {},
      );
    }, 1000);
    let before = await processorSeconds(server.pid);
    clients.send('begin');
    let outcome = await messageFrom(clients);
    if (outcome === 'warm') {
      before = await processorSeconds(server.pid);
      outcome = await messageFrom(clients);
    }
    clearInterval(watch);
    if (typeof outcome === 'string') throw new Error('unexpected message of the clients');
    const processors = ((await processorSeconds(server.pid)) - before) / outcome.seconds;
    const [loadAverage = 0] = loadavg();
    await server.kill('SIGTERM');
    const { events, subjects, deadLetters } = await counts(dataDir);
    return { ...outcome, taken: events, cases: subjects, deadLetters, memory, processors, loadAverage };
  } finally {
    clients.kill();
    await server.kill('SIGKILL');
    await rm(dataDir, { recursive: true, force: true });
  }
};

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

const CLIENTS = 64;
const SECONDS = 20;
const WARM_UP_SECONDS = 20;
const GOAL = 2000;
const KEPT_PACE = 0.99;
/** Memory may not grow with the number of devices, neither within the first return nor from it to the next. */
const FLAT = 1.1;
const TIMES = 2;
/** Events a second: more than a server takes, so that the clients do not run out of events. */
const FASTEST = 12_000;

const latencies = ({ latencies: all }: Outcome) =>
  `${wholeNumber(percentile(all, 0.5))}, ${wholeNumber(percentile(all, 0.99))}`;
const beside = ({ loadAverage, processors }: Load) =>
  `(${processors.toFixed(2)} processors, load average ${loadAverage.toFixed(1)})`;

/** Throws on any answer except 200 and a polite refusal, or if the ledger does not have each event once. */
const requireComplete = ({ errors, events, taken, cases, deadLetters }: Load): void => {
  if (Object.keys(errors).length > 0) throw new Error(`errors: ${JSON.stringify(errors)}`);
  if (taken !== events || cases !== events || deadLetters !== 0)
    throw new Error(
      `${events} events answered, ${taken} in the ledger, ${cases} cases, ${deadLetters} dead letters`,
    );
};

const sustain = async (batch: readonly [number, number], eventsPerSecond: number | null): Promise<Load> => {
  const prepared = (eventsPerSecond ?? FASTEST) * (SECONDS + WARM_UP_SECONDS);
  const load = await loadServer({
    kind: 'sustained',
    clients: CLIENTS,
    batch,
    seconds: SECONDS,
    warmUpSeconds: WARM_UP_SECONDS,
    eventsPerSecond,
    prepared,
  });
  requireComplete(load);
  return load;
};

const sizes = [
  { name: '1 to 10 events a push', batch: [1, 10] },
  { name: '50 events a push', batch: [50, 50] },
] as const;

export const sustainedRows = async (database: string): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  for (const { name, batch } of sizes) {
    const most = await sustain(batch, null);
    rows.push({
      figure: `${CLIENTS} clients as fast as they are answered, ${name}, ${database}: events a second`,
      value: `${wholeNumber(most.counted / most.seconds)} ${beside(most)}`,
      goal: `≥ ${wholeNumber(GOAL)}`,
      isMet: most.counted / most.seconds >= GOAL,
    });
    rows.push({
      figure: 'the same: processor milliseconds of the server an event',
      value: ((most.processors * most.seconds * 1000) / most.counted).toFixed(2),
    });
    const steady = await sustain(batch, GOAL);
    rows.push({
      figure: `${wholeNumber(GOAL)} events a second from ${CLIENTS} clients, ${name}, ${database}: reached`,
      value: `${wholeNumber(steady.counted / steady.seconds)} ${beside(steady)}`,
      // Pushes have uneven sizes: a run reaches the requested rate within a hundredth.
      goal: `≥ ${wholeNumber(GOAL * KEPT_PACE)}`,
      isMet: steady.counted / steady.seconds >= GOAL * KEPT_PACE,
    });
    rows.push({ figure: 'the same: ms since a push was due, p50, p99', value: latencies(steady) });
  }
  return rows;
};

/** At each return, every device pushes one to three events, pulls a page and asks for a photo, on one connection. */
export const returningRows = async (
  database: string,
  devices: number,
  withinSeconds: number,
): Promise<readonly Row[]> => {
  const load = await loadServer({ kind: 'returning', devices, withinSeconds, times: TIMES });
  requireComplete(load);
  const { memory, polite, requests, servedAt } = load;
  /** Memory is read once a second, so this is the number of readings of the first return. */
  const first = Math.floor(servedAt[0]!);
  const half = Math.ceil(first / 2);
  const most = (from: number, to?: number) => Math.max(...memory.slice(from, to));
  return [
    {
      figure: `${wholeNumber(devices)} devices back within ${withinSeconds} s, and again, ${database}: errors, lost, doubled`,
      value: `0, 0, 0 ${beside(load)}`,
      goal: '0',
      // Anything else has thrown.
      isMet: true,
    },
    {
      figure: 'the same: seconds until the last was served, each time',
      value: servedAt.map((at, time) => wholeNumber(at - (servedAt[time - 1] ?? 0))).join(', '),
    },
    {
      figure: 'the same: requests, of them refused politely',
      value: `${wholeNumber(requests)}, ${wholeNumber(polite)}`,
    },
    { figure: 'the same: ms from coming back to the verdict, p50, p99', value: latencies(load) },
    {
      figure: 'the same: memory of the server at first, at most, at last, MB',
      value: [memory[0] ?? 0, Math.max(...memory), memory.at(-1) ?? 0].map(wholeNumber).join(', '),
    },
    row(
      'the same: memory at most in the second half of the first time ÷ in its first half',
      most(half, first) / most(0, half),
      { goal: { atMost: FLAT } },
    ),
    row('the same: memory at most the second time ÷ the first', most(first) / most(0, first), {
      goal: { atMost: FLAT },
    }),
  ];
};
