import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { freeConfirmed } from '#storage/photos/photos.ts';
import * as photos from '#storage/photos/photos.ts';
import { readSetting } from '#storage/databases/shared-db.ts';
import { createSyncEngine } from '#sync/engine/engine.ts';
import { idleStatus } from '#sync/engine/idle-status.ts';
import { createFakeServer } from '#tests/sync/fake-server.ts';
import { draftOf, report } from '#tests/storage/samples.ts';
import { xhrOver } from '#tests/support/link/xhr-over.ts';
import { Outbox } from '#ui/screens/outbox/Outbox.tsx';
import { setLanguage } from '#ui/i18n/messages.ts';
import { openRoom, type Room } from '#tests/ui/harness/person-harness.tsx';
import { addTo, phoneOf, settle } from '#tests/ui/harness/harness-phone.ts';

let room: Room;
afterEach(async () => {
  vi.unstubAllGlobals();
  await room.scrap();
});

const cards = () => page.getByRole('list', { name: '等待发送的内容' }).getByRole('article');
const card = (at: number) => cards().nth(at);

test('the outbox, rejected and waiting reports → rejected on top with the link to resubmit, then newest first; each photo with state, size, attempts and error', async () => {
  room = await openRoom();
  const phone = phoneOf(room);
  const rejected = await report(phone, 0, draftOf({ hazard: 'GC03' }));
  await settle(room, rejected.row, 'rejected', 'outOfScope');
  const older = await report(phone, 2);
  await settle(room, older.row, 'applied');
  const [first, second] = [older.photos[0]!, older.photos[1]!];
  await photos.markPhotoStored(room.db, first.sha256);
  await photos.takePhoto(room.db, second.sha256);
  await photos.markPhotoFailed(room.db, second.sha256, 'storageFull');
  await new Promise((resolve) => setTimeout(resolve, 2));
  await report(phone);
  room.show(() => <Outbox />);

  await expect.element(card(2)).toBeVisible();
  expect(cards().elements()).toHaveLength(3);
  await expect.element(card(0)).toHaveTextContent('未被接收');
  await expect.element(card(0)).toHaveTextContent('这件事不在你的网格范围内');
  const mend = card(0).getByRole('link', { name: '修改后重发' });
  await expect.element(mend).toHaveAttribute('href', `/capture?mend=${rejected.row.eventId}`);
  await expect.element(card(1)).toHaveTextContent(/已存本机.*文字 \d+ B/);
  await expect.element(card(2)).toHaveTextContent('照片 1/2');
  const lines = card(2).getByRole('listitem');
  await expect.element(lines.nth(0)).toHaveTextContent('已送达，待核对3 KB');
  await expect.element(lines.nth(1)).toHaveTextContent('已存本机3 KB · 试过 1 次 · 存储空间已满');

  await card(2).getByRole('button', { name: /^重试/ }).click();
  const rows = await room.db.photos.toArray();
  const names = rows.flatMap((it) => [it.sha256, it.thumbnail]);
  const [trigger] = room.triggers as [{ retry: string[] }];
  expect(trigger.retry.toSorted()).toEqual(names.toSorted());
  await page.getByRole('button', { name: '立即发送' }).click();
  expect(room.triggers.at(-1)).toBe('tap');
});

test('[D11g] a rejected note and a rejected photo event → shown with their reason until the person hides them', async () => {
  room = await openRoom();
  const phone = phoneOf(room);
  const { row, caseId } = await report(phone);
  await settle(phone, row, 'applied');
  const note = await addTo(phone, caseId, '门口又堆了纸箱');
  await settle(phone, note.row, 'rejected', 'outOfScope');
  const added = await addTo(phone, crypto.randomUUID(), null);
  await settle(phone, added.row, 'rejected', 'notPermitted');
  const sha256 = added.photo!.sha256;
  await photos.markThumbnails(room.db, [sha256], 'stored');
  await photos.markPhotoStored(room.db, sha256);
  room.show(() => <Outbox />);

  const ofReport = cards().filter({ hasText: '门口又堆了纸箱' });
  await expect.element(ofReport).toHaveTextContent('补充说明 · 未被接收');
  await expect.element(ofReport).toHaveTextContent('这件事不在你的网格范围内');
  const ofPhoto = cards().filter({ hasText: '你的角色不能做这一步' });
  await expect.element(ofPhoto).toHaveTextContent('补充照片未被接收');
  await expect.element(ofPhoto.getByRole('listitem')).toHaveTextContent('已送达，待核对');
  // Not before its photo is confirmed.
  expect(ofPhoto.getByRole('button', { name: '收起' }).elements()).toEqual([]);
  await photos.recordReceipts(room.db, new Map([[sha256, 'r']]), Date.now());
  await expect.element(ofPhoto.getByRole('listitem')).toHaveTextContent('已在服务器上');

  for (const card of [ofReport, ofPhoto]) {
    await card.getByRole('button', { name: '收起' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '收起' }).click();
    await expect.poll(() => card.elements()).toEqual([]);
  }
  await expect.element(page.getByText('这部手机上没有等待发送的内容')).toBeVisible();
  expect((await room.db.outbox.get(note.row.eventId))?.text).toContain('门口又堆了纸箱');
});

test('[D11g] a rejected event, resubmitted or corrected → not shown as rejected', async () => {
  room = await openRoom();
  const phone = phoneOf(room);
  const { row } = await addTo(phone, crypto.randomUUID(), '第一句');
  await settle(phone, row, 'rejected', 'outOfScope');
  room.show(() => <Outbox />);
  await expect.element(card(0)).toHaveTextContent('第一句');
  await room.db.outbox.update(row.eventId, { mendedAs: 'e' });
  await expect.poll(() => cards().elements()).toEqual([]);
  await room.db.outbox.update(row.eventId, { mendedAs: undefined });
  await expect.element(card(0)).toHaveTextContent('第一句');
  await room.db.outbox.update(row.eventId, { replacedBy: 'e' });
  await expect.poll(() => cards().elements()).toEqual([]);
});

test('an added photo, received and not confirmed → shown with its type and state', async () => {
  room = await openRoom();
  const phone = phoneOf(room);
  const { row, photo } = await addTo(phone, crypto.randomUUID(), null);
  await settle(phone, row, 'applied');
  room.show(() => <Outbox />);
  await expect.element(card(0)).toHaveTextContent('补充照片文字已送达');
  await photos.markPhotoStored(room.db, photo!.sha256);
  await expect.element(card(0)).toHaveTextContent('补充照片照片 1/1');
});

test('a photo during upload → its progress, at most 99 % before the server has it', async () => {
  room = await openRoom();
  const { row, photos: manifest } = await report(phoneOf(room), 1);
  await settle(room, row, 'applied');
  room.show(() => <Outbox />);
  await expect.element(page.getByText('–')).toBeVisible();
  const moving = (sentBytes: number) => ({ sha256: manifest[0]!.sha256, sentBytes, totalBytes: 3000 });
  const sending = { ...idleStatus, phase: 'sending', bytesPerSecond: 10 } as const;
  room.setStatus({ ...sending, inFlight: [moving(1200)] });
  await expect.element(card(0)).toHaveTextContent('正在发送 40%');
  await expect.element(page.getByText('4 分钟')).toBeVisible();
  room.setStatus({ ...sending, inFlight: [moving(3000)] });
  await expect.element(card(0)).toHaveTextContent('正在发送 99%');
  room.setStatus({ ...idleStatus, waitingForWifi: true });
  await expect.element(page.getByText('照片在等 Wi-Fi')).toBeVisible();
  await expect.element(page.getByText('–')).toBeVisible();
});

test('photos over Wi-Fi only, the browser reports the link type → offered, and stored for all persons', async () => {
  room = await openRoom();
  room.show(() => <Outbox />);
  const choice = page.getByRole('checkbox', { name: '照片只走 Wi-Fi' });
  await expect.element(page.getByText('回执', { exact: true })).toBeVisible();
  expect(choice.elements()).toEqual([]);
  await room.leave();

  const connection = Object.assign(new EventTarget(), { type: 'cellular' });
  Object.defineProperty(navigator, 'connection', { value: connection, configurable: true });
  onTestFinished(() => void Reflect.deleteProperty(navigator, 'connection'));
  room.show(() => <Outbox />);
  await choice.click();
  await expect.poll(() => readSetting(room.shared, 'photosOverWifi')).toBe('yes');
  expect(room.triggers).toEqual(['save']);
  await choice.click();
  await expect.poll(() => readSetting(room.shared, 'photosOverWifi')).toBe('no');
});

test('the comparison, the server has received nothing → "nothing to compare"', async () => {
  room = await openRoom();
  await report(phoneOf(room), 1);
  room.show(() => <Outbox />);
  await page.getByRole('button', { name: '与服务器核对' }).click();
  await expect.element(page.getByText('还没有送到服务器的内容，没有可核对的')).toBeVisible();
  expect(page.getByText(/已核对/).elements()).toEqual([]);
});

test('the comparison, interrupted → a message, and it can be started again', async () => {
  room = await openRoom();
  const phone = phoneOf(room);
  await settle(phone, (await report(phone)).row, 'applied');
  const broken = vi.fn<() => void>(function broken() {
    throw new Error('Broken');
  });
  vi.stubGlobal('XMLHttpRequest', broken);
  room.show(() => <Outbox />);
  for (const times of [1, 2]) {
    await page.getByRole('button', { name: '与服务器核对' }).click();
    await expect.poll(() => broken.mock.calls.length).toBe(times);
    await expect.element(page.getByText('没有核对成：已中断')).toBeVisible();
  }
});

test('[D10c] [D10f] the comparison, on demand → the result in text and counts', async () => {
  room = await openRoom();
  const phone = phoneOf(room);
  const server = createFakeServer(phone.by, Date.now);
  vi.stubGlobal('XMLHttpRequest', xhrOver(server.transport));
  const engine = createSyncEngine({
    db: room.db,
    identity: { person: room.row.id, device: room.row.device },
    transport: server.transport,
    now: Date.now,
    random: Math.random,
    sleep: () => Promise.resolve(),
    photosWait: async () => false,
    onStatus: () => {},
    onClockOffset: () => {},
  });
  await report(phone, 2, draftOf(), 2000);
  await report(phone, 1);
  await engine.run(new AbortController().signal);
  room.show(() => <Outbox />);
  const allThere = page.getByText('全部已在服务器上');
  // The empty outbox and today's receipt.
  await expect.poll(() => allThere.elements().length).toBe(2);
  await expect.element(page.getByText('今天 2 件，3 张照片')).toBeVisible();
  const compare = () => page.getByRole('button', { name: '与服务器核对' }).click();
  await compare();
  await expect.element(page.getByText(/已核对：2 条记录、3 张照片都在服务器上，内容一致/)).toBeVisible();

  // The server lost one photo; the phone freed another one.
  const [lost, again] = [...server.photos.keys()] as [string, string];
  await freeConfirmed(room.db, Date.now(), true);
  await room.db.photoBytes.put({ sha256: again, data: server.photos.get(again)!.slice().buffer });
  server.photos.delete(lost);
  server.photos.delete(again);
  const trouble = room.triggers.length;
  await compare();
  await expect.element(page.getByText('缺 0 条记录、1 张照片，已自动重新发送')).toBeVisible();
  await expect.element(page.getByText('1 张照片服务器上没有，本机也已没有原图，找不回来了')).toBeVisible();
  expect(room.triggers.slice(trouble)).toEqual(['save']);
  await expect.poll(() => allThere.elements().length).toBe(0);
  await expect.element(page.getByText('本机和服务器上都没有，已丢失')).toBeVisible();

  server.script(() => ({ kind: 'link', error: 'offline' }));
  await compare();
  await expect.element(page.getByText('没有核对成：没有信号')).toBeVisible();
});

test('[D1a] [D1c] a server that answers 500 → a message in both languages, and the items stay', async () => {
  onTestFinished(() => setLanguage('zh'));
  room = await openRoom();
  const phone = phoneOf(room);
  const server = createFakeServer(phone.by, Date.now);
  server.script(({ method }) =>
    method === 'POST' || method === 'PUT' ? { kind: 'refuse', status: 500, error: 'internal' } : undefined,
  );
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  await report(phone, 1);
  room.show(() => <Outbox />);
  await expect.element(card(0)).toBeVisible();
  const engine = createSyncEngine({
    db: room.db,
    identity: { person: room.row.id, device: room.row.device },
    transport: server.transport,
    now: Date.now,
    random: Math.random,
    sleep: (_, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
    photosWait: async () => false,
    onStatus: room.setStatus,
    onClockOffset: () => {},
  });
  void engine.run(stop.signal);
  await expect.element(card(0)).toHaveTextContent(/已存本机.*试过 1 次 · 服务器出错了，稍后自动再试/);
  await expect.element(page.getByRole('status').getByText(/^服务器忙 · .*后再试/)).toBeVisible();
  await setLanguage('en');
  await expect.element(page.getByText('Server error. The app will try again soon.').first()).toBeVisible();
  await expect.element(page.getByRole('status').getByText(/^Server busy · next try in/)).toBeVisible();
  expect((await room.db.outbox.toArray()).map(({ unsent }) => unsent)).toEqual([1]);
});
