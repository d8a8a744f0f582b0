/** Screens and data that arrive after them: answers of the browser, a link, a case that is read again. */
import { afterEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { createSignal } from 'solid-js';
import { followHistory, navigate } from '#ui/route/address.ts';
import { CasePhotos } from '#ui/parts/case/CasePhotos.tsx';
import { DeadLetterList } from '#ui/screens/dead-letters/DeadLetterList.tsx';
import { deadLetterHref } from '#ui/screens/dead-letters/dead-letter-address.ts';
import { Me } from '#ui/screens/Me.tsx';
import { openRoom, type Room } from '#tests/ui/harness/person-harness.tsx';
import type { SubjectPhoto } from '#domain/ledger/subject-base.ts';

let room: Room;
afterEach(async () => {
  vi.restoreAllMocks();
  await room.scrap();
});

const aPhoto = (sha256: string): SubjectPhoto => ({
  sha256,
  bytes: 1,
  width: 4,
  height: 3,
  thumbnail: { sha256, bytes: 1 },
  role: 'scene',
  source: 'camera',
  takenAt: null,
  position: null,
  eventId: 'e',
});

const report = { position: null, reportedAt: 0, timeline: [] };

const drawn = async (): Promise<ArrayBuffer> => {
  const canvas = new OffscreenCanvas(4, 3);
  canvas.getContext('2d')!.fillRect(0, 0, 4, 3);
  return (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer();
};

test('a picture that could not be loaded, the link is back → loaded without a tap', async () => {
  const data = await drawn();
  let isThere = false;
  room = await openRoom('reviewer', undefined, {
    openPictures: async () => async () =>
      isThere ? { ok: true, value: data } : { ok: false, error: 'notFound' },
  });
  const photos = [aPhoto('a'.repeat(64))];
  room.setOnline(false);
  room.show(() => (
    <CasePhotos
      photos={photos}
      report={report}
      stored={{ [photos[0]!.sha256]: 'complete' }}
      own={false}
      handled={false}
    />
  ));
  await expect.element(page.getByText('暂时取不到照片，连上网络会再试')).toBeVisible();
  isThere = true;
  room.setOnline(true);
  await expect.poll(() => document.querySelector('section img')).not.toBeNull();
});

test('a case, read again → its pictures and the focus are kept', async () => {
  const data = await drawn();
  room = await openRoom('reviewer', undefined, {
    openPictures: async () => async () => ({ ok: true, value: data }),
  });
  const [photos, setPhotos] = createSignal([aPhoto('a'.repeat(64)), aPhoto('b'.repeat(64))]);
  room.show(() => <CasePhotos photos={photos()} report={report} stored={{}} own handled={false} />);
  await expect.poll(() => document.querySelectorAll('section img').length).toBe(2);
  const pictures = [...document.querySelectorAll('section img')];
  const second = page.getByRole('button', { name: '放大照片 2' });
  (second.element() as HTMLElement).focus();
  setPhotos((them) => them.map((it) => ({ ...it })));
  expect([...document.querySelectorAll('section img')]).toEqual(pictures);
  expect(document.activeElement).toBe(second.element());
});

test('persistent storage, no answer of the browser yet → no text; refused → a message, and it can be requested again', async () => {
  let answer: (isKept: boolean) => void = () => {};
  vi.spyOn(navigator.storage, 'persisted').mockImplementation(
    () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  );
  const persist = vi.spyOn(navigator.storage, 'persist').mockResolvedValue(false);
  room = await openRoom();
  room.show(() => <Me />);
  const storage = page.getByRole('region', { name: '本机存储' });
  await expect.element(storage).toBeVisible();
  await new Promise((resolve) => setTimeout(resolve, 100));
  await expect.element(storage).not.toHaveTextContent('浏览器可能在空间紧张时清理');
  vi.mocked(navigator.storage.persisted).mockResolvedValue(false);
  answer(false);
  await expect.element(storage).toHaveTextContent('浏览器可能在空间紧张时清理');
  for (const times of [1, 2]) {
    await storage.getByRole('button', { name: '请求长期保存' }).click();
    await expect.element(storage.getByRole('status')).toHaveTextContent('浏览器这次没有同意');
    expect(persist).toHaveBeenCalledTimes(times);
  }
});

test('the list of dead letters, one is open → only its link is current', async () => {
  room = await openRoom('admin');
  followHistory();
  const letters = ['a', 'b'].map((letter) => ({
    device: crypto.randomUUID(),
    hash: letter.repeat(64),
    person: 'somebody',
    deviceLabel: '手机',
    reason: 'unknownKind' as const,
    receivedAt: Date.now(),
    event: null,
    settled: null,
  }));
  navigate(deadLetterHref(letters[1]!), { replace: true });
  room.show(() => <DeadLetterList letters={letters} openHash={letters[1]!.hash} replaces />);
  await expect.element(page.getByRole('link').first()).toBeVisible();
  const current = page
    .getByRole('link')
    .elements()
    .map((link) => link.getAttribute('aria-current'));
  expect(current).toEqual(['false', 'page']);
  navigate('/', { replace: true });
});
