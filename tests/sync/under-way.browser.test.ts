/** What is under way when somebody wakes the engine, the server has news, or the clock is set. */
import { expect, test } from 'vitest';
import type { Transport } from '#sync/transport/transport.ts';
import { report } from '#tests/storage/samples.ts';
import { eventually, gate, isPush, newRig, pushesOf, type Rig } from './rig.ts';

const DAY = 24 * 60 * 60_000;

/** The first push hangs until the door opens; gives when it has come to that. */
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

test('a wake gives up a request that hangs on a dead connection, not one that is only slow', async () => {
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

test('[D15c] a clock set back lets a request that hangs on a dead connection be given up all the same', async () => {
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

test('[P14] where nobody sees an upload move, a wake leaves it alone, and one that took a while and broke was a try', async () => {
  const rig = await newRig();
  await report(rig);
  await report(rig);
  const { door, hangs } = firstPushHangs(rig, { kind: 'link', error: 'offline' });
  const unseen: Transport = (request) => rig.server.transport({ ...request, onSent: () => {} });
  const engine = rig.newEngine(Object.assign(unseen, { isBlind: true }));
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

/** A photo is on its way, and stays so until the door opens. */
const photoOnItsWay = async (rig: Rig) => {
  await report(rig, 1);
  const door = gate();
  const pulls = () => rig.server.lines().filter((line) => line === 'GET sync/pull').length;
  const uploads = () => rig.server.lines().filter((line) => line.startsWith('PUT photos')).length;
  rig.server.script(({ method }) => (method === 'PUT' ? door.opened : undefined));
  const running = rig.run();
  await eventually(() => uploads() === 1 && rig.statuses.at(-1)?.phase === 'sending' && pulls() > 0);
  return { door, pulls, uploads, running };
};

test('[D15c] a clock set back makes news wait no longer behind photos', async () => {
  const rig = await newRig();
  const { door, pulls, running } = await photoOnItsWay(rig);
  const before = pulls();
  rig.clock.time -= DAY;
  expect(rig.engine.ask()).toBe(true);
  await eventually(() => pulls() > before);
  door.open();
  expect(await running).toEqual({ kind: 'done' });
});

test('[V5b] [V5c] news bring one more pull, while photos travel not sooner than after five minutes; what is under way or waits for its time is left alone', async () => {
  const rig = await newRig();
  const { door, pulls, uploads, running } = await photoOnItsWay(rig);
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
