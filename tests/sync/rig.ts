/** A phone, an engine on a clock the test owns, and a server that speaks the real protocol. */
import { onTestFinished } from 'vitest';
import { createSyncEngine, type RunOutcome } from '#sync/engine/engine.ts';
import type { SyncStatus } from '#sync/engine/status.ts';
import type { Transport } from '#sync/transport/transport.ts';
import { newPhone, NOON, type Phone } from '#tests/storage/samples.ts';
import { createFakeServer, type FakeServer } from './fake-server.ts';

export { untilTrue as eventually } from '#tests/support/people/progress.ts';

type Sleep = Parameters<typeof createSyncEngine>[0]['sleep'];

export type Rig = Phone & {
  readonly server: FakeServer;
  readonly clock: { time: number };
  readonly slept: number[];
  readonly statuses: SyncStatus[];
  readonly offsets: number[];
  /** Do photos wait for Wi-Fi. */
  readonly wifi: { wait: boolean };
  readonly engine: ReturnType<typeof createSyncEngine>;
  /** Runs to its end; a run that does not end is stopped with the test. */
  readonly run: () => Promise<RunOutcome>;
  readonly newEngine: (transport?: Transport, sleep?: Sleep) => ReturnType<typeof createSyncEngine>;
  readonly stop: AbortController;
};

const tick = () => new Promise<void>((resolve) => setTimeout(resolve));

export const newRig = async (role: Phone['by']['role'] = 'patroller'): Promise<Rig> => {
  const phone = await newPhone(role);
  const clock = { time: NOON };
  const now = () => clock.time;
  const server = createFakeServer(phone.by, now);
  const slept: number[] = [];
  const statuses: SyncStatus[] = [];
  const offsets: number[] = [];
  const wifi = { wait: false };
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  // Sleeping is what moves the clock; who is woken earlier leaves it where it is.
  const sleepAtOnce: Sleep = async (millis, signal) => {
    await tick();
    if (signal.aborted) return;
    slept.push(millis);
    clock.time += millis;
  };
  const newEngine = (transport: Transport = server.transport, sleep = sleepAtOnce) =>
    createSyncEngine({
      db: phone.db,
      identity: { person: phone.signedIn.id, device: phone.signedIn.device },
      transport,
      now,
      random: () => 1,
      sleep,
      photosWait: async () => wifi.wait,
      onStatus: (status) => void statuses.push(status),
      onClockOffset: (offset) => void offsets.push(offset),
    });
  const engine = newEngine();
  const run = () => engine.run(stop.signal);
  return { ...phone, server, clock, slept, statuses, offsets, wifi, engine, run, newEngine, stop };
};

export const isPush = (path: string): boolean => path === '/api/sync/push';
/** What each push named, in the order they came. */
export const pushesOf = (rig: Rig) =>
  rig.server.seen.filter(({ path }) => isPush(path)).map(({ names }) => names);

/** Fails a request once for each time the matcher is given. */
export const times = (count: number, matches: (path: string, method: string) => boolean) => {
  let left = count;
  return ({ path, method }: { path: string; method: string }): boolean => {
    if (left === 0 || !matches(path, method)) return false;
    left -= 1;
    return true;
  };
};

/** A door a test opens when it likes. */
export const gate = () => {
  let open = () => {};
  const opened = new Promise<undefined>((resolve) => {
    open = () => resolve(undefined);
  });
  return { opened, open };
};
