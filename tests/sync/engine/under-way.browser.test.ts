/** Requests in flight during a wake, a live notification or a change of the clock. */
import { expect, test } from 'vitest';
import type { Transport } from '#sync/transport/transport.ts';
import { report } from '#tests/storage/samples.ts';
import { eventually, gate, isPush, newRig, pushesOf, type Rig } from '#tests/sync/rig.ts';

const DAY = 24 * 60 * 60_000;

/** The first push hangs until the gate opens. `hangs` resolves when it does. */
const firstPushHangs = ({ server }: Rig, then?: { kind: 'link'; error: 'offline' }) => {
  const door = gate();
  let pushes = 0;
  server.script(async ({ path }) => {
    if (!isPush(path) || pushes++ > 0) return undefined;
    await door.opened;
    return then;
  });
  return { door, hangs: () => eventually(() => pushes === 1) };
};

test('wake, request without progress for 15 s → aborts and repeats it; a slower one is kept', async () => {
  const rig = await newRig();
  await report(rig);
  const { hangs } = firstPushHangs(rig);
  const running = rig.run();
  await hangs();
  rig.clock.time += 14_000;
  rig.engine.wake();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(pushesOf(rig)).toHaveLength(1);
  rig.clock.time += 1_000;
  rig.engine.wake();
  expect(await running).toEqual({ kind: 'done' });
  expect(pushesOf(rig)).toHaveLength(2);
});

test('[D15c] wake, clock set back during a request → aborts and repeats it', async () => {
  const rig = await newRig();
  await report(rig);
  const { hangs } = firstPushHangs(rig);
  const running = rig.run();
  await hangs();
  rig.clock.time -= DAY;
  rig.engine.wake();
  await eventually(() => pushesOf(rig).length === 2);
  expect(await running).toEqual({ kind: 'done' });
});

test('[P14] transport without progress reports → a wake does not abort the upload; a cut after a while counts as a try', async () => {
  const rig = await newRig();
  await report(rig);
  await report(rig);
  const { door, hangs } = firstPushHangs(rig, { kind: 'link', error: 'offline' });
  const withoutProgress: Transport = (request) => rig.server.transport({ ...request, onSent: () => {} });
  const engine = rig.newEngine(Object.assign(withoutProgress, { reportsProgress: false }));
  const running = engine.run(rig.stop.signal);
  await hangs();
  rig.clock.time += 20_000;
  engine.wake();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(pushesOf(rig)).toHaveLength(1);
  door.open();
  expect(await running).toEqual({ kind: 'done' });
  expect(pushesOf(rig).map((names) => names.length)).toEqual([2, 1, 1]);
});

/** A photo is in flight until the gate opens. */
const photoInFlight = async (rig: Rig) => {
  await report(rig, 1);
  const door = gate();
  const pulls = () => rig.server.lines().filter((line) => line === 'GET sync/pull').length;
  const uploads = () => rig.server.lines().filter((line) => line.startsWith('PUT photos')).length;
  rig.server.script(({ method }) => (method === 'PUT' ? door.opened : undefined));
  const running = rig.run();
  await eventually(() => uploads() === 1 && rig.statuses.at(-1)?.phase === 'sending' && pulls() > 0);
  return { door, pulls, uploads, running };
};

test('[D15c] live notification during uploads, clock set back → pulls at once', async () => {
  const rig = await newRig();
  const { door, pulls, running } = await photoInFlight(rig);
  const before = pulls();
  rig.clock.time -= DAY;
  expect(rig.engine.ask()).toBe(true);
  await eventually(() => pulls() > before);
  door.open();
  expect(await running).toEqual({ kind: 'done' });
});

test('[V5b] [V5c] live notifications during uploads → one more pull, at the earliest after five minutes; the upload is not touched', async () => {
  const rig = await newRig();
  const { door, pulls, uploads, running } = await photoInFlight(rig);
  const before = pulls();
  rig.clock.time += 4 * 60_000;
  expect(rig.engine.ask()).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(pulls()).toBe(before);
  rig.clock.time += 60_000;
  expect([rig.engine.ask(), rig.engine.ask(), rig.engine.ask()]).toEqual([true, true, true]);
  await eventually(() => pulls() > before);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect([pulls() - before, uploads()]).toEqual([1, 1]);
  door.open();
  expect(await running).toEqual({ kind: 'done' });
  expect([uploads(), rig.engine.ask()]).toEqual([1, false]);
});
