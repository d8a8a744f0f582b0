import { expect, onTestFinished, test } from 'vitest';
import { SharedDb, writeSetting } from '#storage/databases/shared-db.ts';
import { storeSignIn } from '#storage/person/sign-in.ts';
import { runInBackground } from '#sync/coordination/background-run.ts';
import { startSchedule } from '#sync/coordination/schedule.ts';
import { withSyncLock } from '#sync/coordination/sync-lock.ts';
import { waitsForWifi } from '#sync/coordination/wifi-only.ts';
import { report } from '#tests/storage/samples.ts';
import { eventually, gate, newRig } from '#tests/sync/rig.ts';

const newShared = () => {
  const shared = new SharedDb(`shared-${crypto.randomUUID()}`);
  onTestFinished(() => shared.close());
  return shared;
};

test('retry of one report, another report also failed → sends only that report; the other keeps its time', async () => {
  const rig = await newRig();
  const one = await report(rig);
  const other = await report(rig);
  const sleeping = gate();
  // The clock does not move, so only a command makes the engine go on.
  const engine = rig.newEngine(rig.server.transport, () => sleeping.opened);
  let refusing = true;
  rig.server.script(({ path }) =>
    refusing && path.endsWith('/push') ? { kind: 'refuse', status: 400, error: 'malformed' } : undefined,
  );
  const running = engine.run(rig.stop.signal);
  const pushes = () => rig.server.seen.filter(({ path }) => path.endsWith('/push'));
  // Both in one batch, then each alone: both events wait for their back-off.
  await eventually(() => pushes().length === 3 && rig.statuses.at(-1)?.phase === 'waiting');
  refusing = false;
  expect(engine.retry([one.row.eventId])).toBe(true);
  await eventually(() => rig.server.subjects.has(`case:${one.caseId}`));
  await eventually(() => rig.statuses.at(-1)?.phase === 'waiting');
  expect(
    pushes()
      .slice(3)
      .flatMap(({ names }) => names),
  ).toEqual([one.caseId]);
  expect(engine.sendNow()).toBe(true);
  await eventually(() => rig.server.subjects.has(`case:${other.caseId}`));
  expect(await running).toEqual({ kind: 'done' });
  sleeping.open();
});

test('retry of one photo, another photo also failed → sends only that photo', async () => {
  const rig = await newRig();
  const { photos } = await report(rig, 2);
  const [retried, notRetried] = photos.map(({ sha256 }) => sha256) as [string, string];
  const sleeping = gate();
  const engine = rig.newEngine(rig.server.transport, () => sleeping.opened);
  let refusing = true;
  rig.server.script(({ method }) =>
    refusing && method === 'PUT' ? { kind: 'refuse', status: 400, error: 'tooLarge' } : undefined,
  );
  const running = engine.run(rig.stop.signal);
  await eventually(() => rig.statuses.at(-1)?.phase === 'waiting');
  refusing = false;
  engine.retry([retried]);
  await eventually(() => rig.server.photos.has(retried) && rig.statuses.at(-1)?.phase === 'waiting');
  expect(rig.server.photos.has(notRetried)).toBe(false);
  engine.sendNow();
  expect(await running).toEqual({ kind: 'done' });
  sleeping.open();
});

test('photos wait for Wi-Fi → text and thumbnails are sent, without an error', async () => {
  const rig = await newRig();
  const { caseId } = await report(rig, 2);
  rig.wifi.wait = true;
  expect(await rig.run()).toEqual({ kind: 'done' });
  expect(rig.server.subjects.has(`case:${caseId}`)).toBe(true);
  expect([rig.server.thumbnails.size, rig.server.photos.size]).toEqual([2, 0]);
  expect(rig.statuses.at(-1)).toMatchObject({ phase: 'idle', error: null, waitingForWifi: true });
  rig.wifi.wait = false;
  await rig.run();
  expect(rig.server.photos.size).toBe(2);
  expect(rig.statuses.at(-1)).toMatchObject({ waitingForWifi: false });
});

test('sendNow, photos wait for Wi-Fi → sends the photos of that moment; a photo saved later waits', async () => {
  const rig = await newRig();
  await report(rig, 1);
  rig.wifi.wait = true;
  const sending = rig.run();
  rig.engine.sendNow();
  await sending;
  expect(rig.server.photos.size).toBe(1);
  await report(rig, 1);
  await rig.run();
  expect(rig.server.photos.size).toBe(1);
  expect(rig.statuses.at(-1)).toMatchObject({ waitingForWifi: true });
});

test('retry, photos wait for Wi-Fi → sends the photos of that report only', async () => {
  const rig = await newRig();
  const { photos } = await report(rig, 1);
  await report(rig, 1);
  rig.wifi.wait = true;
  const sending = rig.run();
  rig.engine.retry([photos[0]!.sha256]);
  await sending;
  expect([...rig.server.photos.keys()]).toEqual([photos[0]!.sha256]);
});

test('photos wait for Wi-Fi, setting and metered link combined → only when both are true', async () => {
  const shared = newShared();
  let metered = true;
  const waits = waitsForWifi(shared, () => metered);
  expect(await waits()).toBe(false);
  await writeSetting(shared, 'photosOverWifi', 'yes');
  expect(await waits()).toBe(true);
  metered = false;
  expect(await waits()).toBe(false);
});

test('background run, photos wait for Wi-Fi and a tab runs sendNow → the worker obeys the setting, the tab’s command is carried out', async () => {
  const rig = await newRig();
  const shared = newShared();
  await storeSignIn(shared, rig.signedIn);
  await writeSetting(shared, 'photosOverWifi', 'yes');
  await report(rig, 1);
  const { signal } = rig.stop;
  const deps = { shared, transport: rig.server.transport, isMetered: () => true, signal };
  expect(await runInBackground(deps)).toBe(false);
  expect([rig.server.thumbnails.size, rig.server.photos.size]).toEqual([1, 0]);

  const door = gate();
  onTestFinished(door.open);
  rig.server.script(async ({ path }) => {
    if (path.includes('pull')) await door.opened;
    return undefined;
  });
  const before = rig.server.seen.length;
  const working = runInBackground(deps);
  await eventually(() => rig.server.seen.length > before);
  rig.server.script(() => undefined);
  rig.wifi.wait = true;
  const tab = startSchedule({
    person: rig.signedIn.id,
    createEngine: () => rig.engine,
    onStatus: () => {},
    page: Object.assign(new EventTarget(), { visibilityState: 'visible' }),
  });
  onTestFinished(() => tab.stop());
  tab.wake('tap');
  await eventually(() => rig.server.photos.size === 1);
  door.open();
  expect(await working).toBe(true);
  expect(await withSyncLock(rig.signedIn.id, signal, async () => {})).toBe(true);
});
