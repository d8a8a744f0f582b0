/** A phone, an engine with a clock controlled by the test, and the fake server. */
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
  /** Whether photos wait for Wi-Fi. */
  readonly wifi: { wait: boolean | Promise<boolean> };
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
  const wifi: Rig['wifi'] = { wait: false };
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  // Sleeping moves the clock; a sleep that is aborted does not.
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
/** The names in each push, in order of arrival. */
export const pushesOf = (rig: Rig) =>
  rig.server.seen.filter(({ path }) => isPush(path)).map(({ names }) => names);

/** Returns true for the first `count` requests that match. */
export const times = (count: number, matches: (path: string, method: string) => boolean) => {
  let remaining = count;
  return ({ path, method }: { path: string; method: string }): boolean => {
    if (remaining === 0 || !matches(path, method)) return false;
    remaining -= 1;
    return true;
  };
};

/** A promise that the test resolves with `open`. */
export const gate = () => {
  let open = () => {};
  const opened = new Promise<undefined>((resolve) => {
    open = () => resolve(undefined);
  });
  return { opened, open };
};
