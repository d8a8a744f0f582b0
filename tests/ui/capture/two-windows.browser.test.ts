/** Two windows of one person on one phone: each has a state of its own; they share the database and the locks. */
import { expect, onTestFinished, test, vi } from 'vitest';
import { newPhone, NOON, randomBytes, type Phone } from '#tests/storage/samples.ts';
import { openCapture, type Capture } from '#ui/state/capture/capture.ts';
import { hasOpenDraft } from '#ui/state/app/others.ts';
import { fakePipeline } from '#tests/ui/harness/fake-pipeline.ts';

const openWindow = async ({ db, signedIn }: Phone): Promise<Capture> => {
  const window = await openCapture(
    {
      db,
      signedIn: () => signedIn,
      now: () => NOON,
      random: randomBytes,
      pipeline: async () => fakePipeline,
      onSaved: () => {},
    },
    'newest',
  );
  onTestFinished(() => window.leave());
  return window;
};

const write = async (window: Capture, description: string): Promise<void> => {
  window.change({ hazard: 'EB01', severity: 'major', description });
  await vi.waitFor(() => expect(window.keeping()).toBe('saved'));
};
const takesAPhoto = (window: Capture) => window.addPhotos([new Blob(['x'])], 'camera');
const reported = async ({ db }: Phone) => {
  const rows = await db.outbox.orderBy('order').toArray();
  return rows.map(({ event }) => [
    event.type === 'case.reported' ? event.body.description : event.type,
    event.photos.length,
  ]);
};
const caseIds = async ({ db }: Phone) =>
  new Set((await db.outbox.toArray()).map(({ event }) => event.subject.id));

/** As in a browser without locks, or with a stolen lock: every request is granted. */
const withoutLocks = (): void => {
  const request = async (_name: string, _how: LockOptions, hold: (lock: object) => unknown) => hold({});
  vi.spyOn(navigator.locks, 'request').mockImplementation(request as LockManager['request']);
  onTestFinished(() => void vi.restoreAllMocks());
};

test('[D18f] a draft open in one window, another window opens → a new draft there', async () => {
  const phone = await newPhone();
  const first = await openWindow(phone);
  await write(first, '一楼');
  expect(await hasOpenDraft(phone.db.person)).toBe(false);
  const second = await openWindow(phone);
  expect(second.form().description).toBe('');
  await write(second, '二楼');
  await takesAPhoto(second);
  expect(await first.save()).toBe('saved');
  expect(second.form().description).toBe('二楼');
  expect(await second.save()).toBe('saved');
  expect(await reported(phone)).toEqual([
    ['一楼', 0],
    ['二楼', 1],
  ]);
});

const draftIdOf = async ({ db }: Phone): Promise<string> => (await db.drafts.toCollection().first())!.id;
/** Resolves when somebody waits for the lock. */
const isAwaited = async (name: string): Promise<void> => {
  for (;;) {
    const { pending = [] } = await navigator.locks.query();
    if (pending.some((lock) => lock.name === name)) return;
  }
};

test('a draft, its window is closing → opened by the next window', async () => {
  const phone = await newPhone();
  const first = await openWindow(phone);
  await write(first, '一楼');
  // A busy machine must not use up the time that the second window waits for the lock.
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const second = openWindow(phone);
  await isAwaited(`grid-patrol-draft-${await draftIdOf(phone)}`);
  void first.leave();
  expect((await second).form().description).toBe('一楼');
  vi.useRealTimers();
  expect(await hasOpenDraft(phone.db.person)).toBe(false);
});

test('a draft, saved while another window waits for its lock → not opened there', async () => {
  const phone = await newPhone();
  const first = await openWindow(phone);
  await write(first, '一楼');
  setTimeout(() => void first.save(), 50);
  const second = await openWindow(phone);
  expect(second.form().description).toBe('');
  expect(await reported(phone)).toEqual([['一楼', 0]]);
});

test('a saved report → the next draft is open in its window only', async () => {
  const phone = await newPhone();
  const first = await openWindow(phone);
  await write(first, '一楼');
  await first.save();
  await write(first, '二楼');
  expect((await openWindow(phone)).form().description).toBe('');
});

test('a blank draft open in one window, another window opens → not deleted', async () => {
  const phone = await newPhone();
  const first = await openWindow(phone);
  first.keep();
  await vi.waitFor(() => expect(first.keeping()).toBe('saved'));
  await openWindow(phone);
  expect(await phone.db.drafts.count()).toBe(1);
  await first.leave();
  expect(await phone.db.drafts.count()).toBe(0);
});

test('[D18g] text for a draft that another window saved → a report of its own', async () => {
  withoutLocks();
  const phone = await newPhone();
  const first = await openWindow(phone);
  await write(first, '一楼');
  await takesAPhoto(first);
  const second = await openWindow(phone);
  expect(second.form().description).toBe('一楼');
  await first.save();
  await write(second, '二楼');
  expect(await phone.db.drafts.toArray()).toMatchObject([{ form: { description: '二楼' } }]);
  await takesAPhoto(second);
  expect(await second.save()).toBe('saved');
  expect(await reported(phone)).toEqual([
    ['一楼', 1],
    ['二楼', 2],
  ]);
  expect((await caseIds(phone)).size).toBe(2);
});

test('a photo for a draft that another window saved → in a draft of its own', async () => {
  withoutLocks();
  const phone = await newPhone();
  const first = await openWindow(phone);
  await write(first, '一楼');
  const second = await openWindow(phone);
  await first.save();
  await takesAPhoto(second);
  expect(second.refusals()).toEqual([]);
  expect((await phone.db.drafts.toArray()).map(({ photos }) => photos.length)).toEqual([1]);
});

test('one draft saved in two windows → the second saves its changes as a new report, and nothing twice', async () => {
  withoutLocks();
  const phone = await newPhone();
  const first = await openWindow(phone);
  await write(first, '一楼');
  const [second, third] = [await openWindow(phone), await openWindow(phone)];
  await write(third, '三楼');
  await first.save();
  expect(await second.save()).toBe('saved');
  expect(await third.save()).toBe('saved');
  expect((await reported(phone)).map(([words]) => words)).toEqual(['一楼', '三楼']);
});

test('a photo deleted in another window, the draft is saved → saved without it', async () => {
  withoutLocks();
  const phone = await newPhone();
  const first = await openWindow(phone);
  await write(first, '一楼');
  await takesAPhoto(first);
  const second = await openWindow(phone);
  await first.removePhoto(first.photos()[0]!);
  await first.save();
  await write(second, '二楼');
  expect(await second.save()).toBe('saved');
  expect(await reported(phone)).toEqual([
    ['一楼', 0],
    ['二楼', 0],
  ]);
});
