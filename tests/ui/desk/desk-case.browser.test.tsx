import { expect, onTestFinished, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Case } from '#domain/case/case.ts';
import { subjectKey } from '#domain/ledger/subject-key.ts';
import { sha256Hex } from '#storage/person/device-key.ts';
import { recordVerdicts } from '#storage/outbox/outbox.ts';
import { address } from '#ui/route/address.ts';
import { setLanguage } from '#ui/i18n/messages.ts';
import {
  SOON,
  caseToReview,
  holds,
  lines,
  newId,
  openCase,
  openDeskRoom,
  room,
  saved,
  search,
  threeToReview,
  titles,
} from '#tests/ui/harness/desk-harness.tsx';
import type { SubjectPhoto } from '#domain/ledger/subject-base.ts';

openDeskRoom(threeToReview);

const aPhoto = async (width: number, height: number): Promise<SubjectPhoto> => {
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext('2d')!;
  pen.fillStyle = `hsl(${(width * 7 + height) % 360} 50% 50%)`;
  pen.fillRect(0, 0, width, height);
  const data = await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer();
  const sha256 = await sha256Hex(data);
  await room.db.photoBytes.put({ sha256, data });
  const bytes = data.byteLength;
  return {
    sha256,
    bytes,
    width,
    height,
    thumbnail: { sha256, bytes },
    role: 'scene',
    source: 'camera',
    takenAt: null,
    position: null,
    eventId: newId(),
  };
};

test('a case, filed → not in the list to review, in the list of filed cases', async () => {
  await userEvent.click(lines().nth(0));
  await userEvent.click(page.getByRole('button', { name: '立案', exact: true }));
  await vi.waitFor(() => expect(titles()).toHaveLength(2), SOON);
  expect(await saved()).toEqual([expect.objectContaining({ type: 'case.filed' })]);
  await userEvent.click(page.getByRole('radio', { name: /已立案/ }));
  await vi.waitFor(() => expect(titles()).toEqual([expect.stringContaining('飞线充电')]), SOON);
});

test('a case, dismissed without a reason → not dismissed', async () => {
  await userEvent.click(lines().nth(1));
  await userEvent.click(page.getByRole('button', { name: '不予立案' }));
  const dialog = page.getByRole('dialog', { name: '不予立案' });
  await userEvent.click(dialog.getByRole('button', { name: '不予立案' }));
  await expect.element(dialog.getByRole('alert')).toHaveTextContent('请写明原因');
  expect(await saved()).toEqual([]);
  await dialog.getByRole('textbox', { name: '原因' }).fill('已清理');
  await userEvent.click(dialog.getByRole('button', { name: '不予立案' }));
  await vi.waitFor(
    async () =>
      expect(await saved()).toEqual([
        expect.objectContaining({ type: 'case.dismissed', body: { text: '已清理' } }),
      ]),
    SOON,
  );
});

test('[D6e] a decision that cannot be stored → a message at its button, and the reason text is kept', async () => {
  vi.spyOn(window, 'reportError').mockImplementation(() => {});
  let refuses = true;
  room.state().db.outbox.hook('creating', () => {
    if (refuses) throw new DOMException('no', 'UnknownError');
  });
  await userEvent.click(lines().nth(1));
  await userEvent.click(page.getByRole('button', { name: '立案', exact: true }));
  await expect.element(page.getByRole('alert'), SOON).toHaveTextContent('没有存下');
  await userEvent.click(page.getByRole('button', { name: '不予立案' }));
  const dialog = page.getByRole('dialog', { name: '不予立案' });
  await dialog.getByRole('textbox', { name: '原因' }).fill('已清理');
  await userEvent.click(dialog.getByRole('button', { name: '不予立案' }));
  await expect.element(dialog.getByRole('alert'), SOON).toHaveTextContent('没有存下');
  await userEvent.keyboard('{Escape}');
  await expect.element(dialog).not.toBeInTheDocument();
  await userEvent.click(page.getByRole('button', { name: '不予立案' }));
  await expect.element(dialog.getByRole('textbox', { name: '原因' })).toHaveValue('已清理');
  refuses = false;
  await userEvent.click(dialog.getByRole('button', { name: '不予立案' }));
  await vi.waitFor(async () => expect(await saved()).toHaveLength(1), SOON);
  await expect.element(dialog).not.toBeInTheDocument();
  vi.restoreAllMocks();
});

test('a decision, double tap → one event', async () => {
  await userEvent.click(lines().nth(1));
  await openCase('暴露垃圾');
  const button = page.getByRole('button', { name: '立案', exact: true }).element() as HTMLButtonElement;
  button.click();
  // Saved, but not shown yet.
  await vi.waitFor(async () => expect(await saved()).toHaveLength(1), { interval: 1, timeout: 5000 });
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'f', bubbles: true, cancelable: true }));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await saved()).toHaveLength(1);
});

test('[D14c] a contested decision → its author sees a message, in both languages', async () => {
  onTestFinished(() => setLanguage('zh'));
  await userEvent.click(lines().nth(1));
  await openCase('暴露垃圾');
  await userEvent.click(page.getByRole('button', { name: '立案', exact: true }));
  await vi.waitFor(async () => expect(await saved()).toHaveLength(1), SOON);
  const words = '你的处理没有生效：已经有人先处理';
  await expect.element(page.getByText(words)).not.toBeInTheDocument();
  // An earlier dismissal by another person, as a pull returns it.
  const [own] = await room.db.outbox.toArray();
  const answer = { verdict: 'contested', reason: null, seq: 9, receivedAt: Date.now() } as const;
  await recordVerdicts(room.db, [own!], [{ hash: own!.hash, receipt: 'r', duplicate: false, ...answer }]);
  const row = await room.db.subjects.get(subjectKey(own!.event.subject));
  const subject = row!.subject as Case;
  await room.db.subjects.put({ ...row!, seq: 9, subject: { ...subject, state: 'dismissed' } });
  await expect.element(page.getByText(words), SOON).toBeVisible();
  await setLanguage('en');
  const inEnglish = 'Your decision had no effect: another decision came first';
  await expect.element(page.getByText(inEnglish), SOON).toBeVisible();
});

const withPhotos = async (): Promise<Case> => {
  const photos = [await aPhoto(400, 300), await aPhoto(500, 300), await aPhoto(600, 300)];
  return caseToReview('GC01', 'major', '6', 0, photos);
};
/** A pulled case of which this number of photos is on the server. */
const arrive = (subject: Case, count: number, seq: number) =>
  room.db.subjects.put({
    key: subjectKey(subject),
    seq,
    subject,
    stored: Object.fromEntries(subject.photos.slice(0, count).map(({ sha256 }) => [sha256, 'complete'])),
    snapshot: 1,
  });
const detail = () => page.getByRole('region', { name: '案件', exact: true });

test('[D3c] a case with missing photos → marked, found by a filter, and updated as photos arrive', async () => {
  const subject = await withPhotos();
  await arrive(subject, 1, 9);
  await vi.waitFor(() => expect(titles()[0]).toContain('照片 1/3'), SOON);
  await page.getByRole('button', { name: '1 件等待照片' }).click();
  await vi.waitFor(() => expect(titles()).toHaveLength(1), SOON);
  expect(address().query).toContain('photos=missing');
  await lines().nth(0).click();
  await expect.element(detail().getByText('照片 1/3', { exact: true }), SOON).toBeVisible();
  await expect.element(detail().getByText('照片只到了 1/3，其余还没有送达'), SOON).toBeVisible();

  await arrive(subject, 2, 10);
  await vi.waitFor(() => expect(titles()[0]).toContain('照片 2/3'), SOON);
  await expect.element(detail().getByText('照片 2/3', { exact: true })).toBeVisible();
  await expect.element(detail().getByText('照片只到了 2/3，其余还没有送达')).toBeVisible();

  await arrive(subject, 3, 11);
  await vi.waitFor(() => expect(lines().elements()).toHaveLength(0), SOON);
  await expect.element(detail().getByText(/照片 \d\/3/)).not.toBeInTheDocument();
  await expect.element(detail().getByText(/照片只到了/)).not.toBeInTheDocument();
  await page.getByRole('button', { name: '去掉条件：照片未齐' }).click();
  await vi.waitFor(() => expect(titles()[0]).toContain('3 张照片'), SOON);
});

test('[D3d] a case with missing photos, dismissed → only after the box is ticked', async () => {
  const subject = await withPhotos();
  await arrive(subject, 2, 9);
  await vi.waitFor(() => expect(titles()[0]).toContain('照片 2/3'), SOON);
  await lines().nth(0).click();
  await detail()
    .getByRole('button', { name: /不予立案/ })
    .click();
  const dialog = page.getByRole('dialog', { name: '不予立案' });
  const dismiss = dialog.getByRole('button', { name: '不予立案' });
  await dialog.getByRole('textbox').fill('重复');
  await dismiss.click();
  await expect.element(dialog.getByRole('alert')).toHaveTextContent('照片未齐，请先勾选确认');
  expect(await room.db.outbox.count()).toBe(0);
  await dialog.getByRole('checkbox', { name: /我知道照片只到了 2\/3/ }).click();
  await dismiss.click();
  await vi.waitFor(async () => expect(await room.db.outbox.count()).toBe(1), SOON);
});

test('photos of a case, opened → full screen, zoom, next photo', async () => {
  const photos = [await aPhoto(300, 400), await aPhoto(320, 400), await aPhoto(400, 300)];
  const stored = Object.fromEntries(photos.slice(0, 2).map(({ sha256 }) => [sha256, 'complete' as const]));
  const subject = caseToReview('GC04', 'major', '11', 0, photos);
  await room.db.subjects.put({ key: subjectKey(subject), seq: 9, subject, stored, snapshot: 1 });
  await holds(4);
  await userEvent.hover(search());
  await userEvent.keyboard('j');
  await openCase('无报警切断');
  await userEvent.keyboard('z');
  const zoom = page.getByRole('dialog', { name: '照片' });
  await expect.element(zoom, SOON).toBeVisible();
  const picture = () => zoom.getByRole('img').element() as HTMLElement;
  const scale = () => new DOMMatrix(getComputedStyle(picture()).transform).a;
  await vi.waitFor(() => expect(picture().dataset['full']).toBe('true'), SOON);
  expect(scale()).toBe(1);
  await userEvent.dblClick(zoom.getByRole('img'));
  expect(scale()).toBeGreaterThan(1);
  await userEvent.keyboard('{ArrowRight}');
  await expect.element(zoom.getByText('2 / 3')).toBeVisible();
  await vi.waitFor(() => expect(scale()).toBe(1), SOON);
  picture().parentElement!.dispatchEvent(
    new WheelEvent('wheel', { deltaY: -400, bubbles: true, cancelable: true, clientX: 700, clientY: 400 }),
  );
  expect(scale()).toBeGreaterThan(1.5);
  await room.db.photoBytes.delete(photos[2]!.sha256);
  await userEvent.keyboard('{ArrowRight}');
  await expect.element(zoom.getByText('原图还没有传到服务器')).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(zoom).not.toBeInTheDocument();
  expect(address().path).toContain(subject.id);
});
