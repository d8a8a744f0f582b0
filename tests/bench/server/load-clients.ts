/**
 * The clients of a server under load, in a process of their own, started by `server-load.ts`: prepares its plan, sends
 * `ready`, and begins at the next message.
 */
import { gzipSync } from 'node:zlib';
import type { PushVerdict } from '#domain/protocol/push.ts';
import { startProgress } from '#tests/support/people/progress.ts';
import { enrolLoadDevice, signInAll, type Answer, type LoadDevice } from './load-devices.ts';

export type Plan =
  | {
      readonly kind: 'sustained';
      readonly url: string;
      readonly clients: number;
      /** Fewest and most events in a push. */
      readonly batch: readonly [number, number];
      readonly seconds: number;
      /** Not counted: a server that has just started is slower. */
      readonly warmUpSeconds: number;
      /** Null sends as fast as answers come. */
      readonly eventsPerSecond: number | null;
      /** Events made before the start. */
      readonly prepared: number;
    }
  | {
      readonly kind: 'returning';
      readonly url: string;
      readonly devices: number;
      readonly withinSeconds: number;
      /** How often all devices return, each time with new events. A return starts when the one before is served. */
      readonly times: number;
    };

export type Outcome = {
  readonly events: number;
  /** Events answered after the warm-up, within `seconds`. */
  readonly counted: number;
  readonly seconds: number;
  /** Milliseconds from when a push was due to its answer 200, sorted. */
  readonly latencies: readonly number[];
  /** Answers 429 or 503 with Retry-After. */
  readonly polite: number;
  /** Other answers and failed requests, counted by kind. */
  readonly errors: Readonly<Record<string, number>>;
  readonly requests: number;
  /** For each return: seconds from the start until the last device was served. */
  readonly servedAt: readonly number[];
};

const sleep = (millis: number) => new Promise<void>((resolve) => setTimeout(resolve, millis));

/** The same sequence in every run. */
const createDice = () => {
  let state = 20_261_121;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
};

const prepareInTurns = async <T>(count: number, make: (at: number) => Promise<T>): Promise<T[]> => {
  const tell = startProgress('devices');
  const tenth = Math.ceil(count / 10);
  const made: T[] = [];
  let next = 0;
  let done = 0;
  const worker = async () => {
    while (next < count) {
      const at = next++;
      made[at] = await make(at);
      done += 1;
      if (done % tenth === 0 || done === count) tell(`${done} of ${count} prepared`);
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  return made;
};

const createTally = () => {
  const errors: Record<string, number> = {};
  const tally = {
    from: 0,
    counted: 0,
    events: 0,
    polite: 0,
    requests: 0,
    latencies: [] as number[],
    servedAt: [] as number[],
    errors,
  };
  const begin = () => {
    tally.from = performance.now();
  };
  /** Ends the warm-up. Errors and event counts stay. */
  const endWarmUp = () => {
    tally.latencies.length = 0;
    tally.counted = 0;
    begin();
    process.send!('warm');
  };
  const fault = (what: string) => {
    errors[what] = (errors[what] ?? 0) + 1;
  };
  /** Repeats a request that is answered 429 or 503 with Retry-After. Null after any other answer except 200. */
  const insist = async (send: () => Promise<Answer>): Promise<Answer | null> => {
    for (;;) {
      tally.requests += 1;
      const answer = await send().catch(
        (error: unknown) => (error as NodeJS.ErrnoException).code ?? 'broken',
      );
      if (typeof answer === 'string') {
        fault(answer);
        return null;
      }
      if (answer.status === 200) return answer;
      const wait = Number(answer.headers['retry-after']);
      if (![429, 503].includes(answer.status) || !(wait > 0)) {
        fault(`status ${answer.status}`);
        return null;
      }
      tally.polite += 1;
      await sleep(wait * 1000 * (1 + Math.random() / 4));
    }
  };
  const push = async (device: LoadDevice, body: Buffer, due: number): Promise<void> => {
    const answer = await insist(() => device.request('POST', '/api/sync/push', body));
    if (!answer) return;
    tally.latencies.push(performance.now() - due);
    const { verdicts } = JSON.parse(answer.body.toString()) as { verdicts: PushVerdict[] };
    for (const { verdict } of verdicts) if (verdict !== 'applied') fault(`verdict ${verdict}`);
    tally.events += verdicts.length;
    tally.counted += verdicts.length;
  };
  return { tally, insist, push, begin, endWarmUp };
};

type Tally = ReturnType<typeof createTally>;
type Run = () => Promise<void>;

const sustained = async (plan: Plan & { kind: 'sustained' }, { push, endWarmUp }: Tally): Promise<Run> => {
  const { url, clients, batch, seconds, warmUpSeconds, eventsPerSecond, prepared } = plan;
  const [least, most] = batch;
  const dice = createDice();
  const accounts = await signInAll(url);
  const each = Math.ceil(prepared / clients);
  const lines = await prepareInTurns(clients, async (at) => {
    const device = await enrolLoadDevice(accounts[at % accounts.length]!);
    const pushes: { size: number; body: Buffer }[] = [];
    for (let events = 0; events < each; events += pushes.at(-1)!.size) {
      const size = least + Math.floor(dice() * (most - least + 1));
      pushes.push({ size, body: await device.packPush(size) });
    }
    return { device, pushes };
  });
  return async () => {
    const start = performance.now();
    const end = start + (warmUpSeconds + seconds) * 1000;
    const warm = sleep(warmUpSeconds * 1000).then(endWarmUp);
    const millisAnEvent = eventsPerSecond === null ? null : (clients * 1000) / eventsPerSecond;
    await Promise.all(
      lines.map(async ({ device, pushes }, at) => {
        let due = start + (millisAnEvent === null ? 0 : (at / clients) * millisAnEvent * most);
        for (const { size, body } of pushes) {
          // A push that is due after the end would only lengthen the run.
          if (Math.max(due, performance.now()) > end) break;
          if (due > performance.now()) await sleep(due - performance.now());
          await push(device, body, millisAnEvent === null ? performance.now() : due);
          if (millisAnEvent !== null) due += size * millisAnEvent;
        }
        device.leave();
      }),
    );
    await warm;
  };
};

const returning = async (
  { url, devices, withinSeconds, times }: Plan & { kind: 'returning' },
  { push, insist, tally }: Tally,
): Promise<Run> => {
  const dice = createDice();
  const accounts = await signInAll(url);
  const phones = await prepareInTurns(devices, async (at) => {
    const device = await enrolLoadDevice(accounts[at % accounts.length]!);
    const visits = Array.from({ length: times }, async () => ({
      body: await device.packPush(1 + (at % 3)),
      at: dice() * withinSeconds * 1000,
    }));
    return { device, visits: await Promise.all(visits) };
  });
  const asked = gzipSync(JSON.stringify({ hashes: ['0'.repeat(64)] }));
  /** By person: a returning phone pulls the changes since its last cursor, not a snapshot. */
  const cursors = new Map<string, string>();
  const readCursor = (answer: Answer | null) =>
    answer && (JSON.parse(answer.body.toString()) as { cursor: string }).cursor;
  const pull = async ({ person, request }: LoadDevice) => {
    const cursor = cursors.get(person);
    const path = `/api/sync/pull${cursor === undefined ? '' : `?cursor=${cursor}`}`;
    const next = readCursor(await insist(() => request('GET', path)));
    if (next !== null) cursors.set(person, next);
  };
  for (const person of new Set(phones.map(({ device }) => device.person)))
    await pull(phones.find(({ device }) => device.person === person)!.device);
  return async () => {
    for (let time = 0; time < times; time += 1) {
      const start = performance.now();
      await Promise.all(
        phones.map(async ({ device, visits }) => {
          const { body, at } = visits[time]!;
          await sleep(at);
          await push(device, body, start + at);
          await pull(device);
          await insist(() => device.request('POST', '/api/photos/have', asked));
          device.leave();
        }),
      );
      tally.servedAt.push((performance.now() - tally.from) / 1000);
    }
  };
};

const send = (message: 'ready' | Outcome) =>
  new Promise<void>((resolve) => process.send!(message, undefined, undefined, () => resolve()));
const nextMessage = () => new Promise<unknown>((resolve) => process.once('message', resolve));

const plan = (await nextMessage()) as Plan;
const tally = createTally();
const run = await (plan.kind === 'sustained' ? sustained(plan, tally) : returning(plan, tally));
const begin = nextMessage();
await send('ready');
await begin;
tally.begin();
await run();
const { latencies, from, ...rest } = tally.tally;
const seconds = (performance.now() - from) / 1000;
// The message is longer than a pipe takes at once: disconnecting earlier would cut it.
await send({ ...rest, seconds, latencies: latencies.sort((a, b) => a - b) });
process.disconnect();
