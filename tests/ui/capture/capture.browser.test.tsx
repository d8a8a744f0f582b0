import { expect, onTestFinished, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { unsentEvents } from '#storage/outbox/outbox.ts';
import { Reports } from '#ui/screens/Reports.tsx';
import { navigate } from '#ui/route/address.ts';
import {
  SOON,
  box,
  choose,
  draw,
  fakeReceiver,
  openCapture,
  openCaptureRoom,
  photos,
  pick,
  room,
  save,
} from '#tests/ui/harness/capture-harness.tsx';
import { settle } from '#tests/ui/harness/harness-phone.ts';

openCaptureRoom();

test('a draft with a photo, the page is loaded again → draft and photo are restored', async () => {
  await openCapture();
  await choose('瓶装燃气', '软管超长');
  await box('楼栋').fill('7');
  await box('描述').fill('软管穿墙');
  await pick(await draw('teal'));
  await expect.element(photos(), SOON).toBeVisible();
  await room.leave();

  await openCapture();
  await expect.element(page.getByRole('radio', { name: '软管超长' })).toBeChecked();
  await expect.element(page.getByRole('radio', { name: '一般' })).toBeChecked();
  await expect.element(box('楼栋')).toHaveValue('7');
  await expect.element(box('描述')).toHaveValue('软管穿墙');
  await expect.element(photos(), SOON).toBeVisible();
});

test('a restored draft, the form appears → its hazard kind is shown at once', async () => {
  await openCapture();
  await choose('瓶装燃气', '软管超长');
  await expect.element(page.getByText('已存草稿')).toBeVisible();
  await room.leave();

  const kindIsShown = new Promise<boolean>((resolve) => {
    const watching = new MutationObserver(() => {
      if (!document.querySelector('input[type=file]')) return;
      watching.disconnect();
      resolve(document.querySelector('input[name=kind]:checked') !== null);
    });
    watching.observe(document.body, { childList: true, subtree: true });
  });
  await openCapture();
  expect(await kindIsShown).toBe(true);
});

test('a refused file, other photos in the report → named with its reason, the others are kept', async () => {
  await openCapture();
  await box('描述').fill('垃圾外溢');
  await pick(await draw('olive'), new File([], 'empty.jpg', { type: 'image/jpeg' }));
  await expect.element(page.getByRole('alert'), SOON).toHaveTextContent('empty.jpg');
  await expect.element(page.getByRole('alert')).toHaveTextContent('0 字节');
  await vi.waitFor(() => expect(photos().elements()).toHaveLength(1), SOON);
  await expect.element(box('描述')).toHaveValue('垃圾外溢');
  await userEvent.click(page.getByRole('alert').getByRole('button', { name: '关闭' }));
  await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
});

test('the same photo, added twice → kept once, with a message', async () => {
  await openCapture();
  await pick(await draw('navy'));
  await expect.element(photos(), SOON).toBeVisible();
  await pick(await draw('navy'));
  await expect.element(page.getByRole('alert'), SOON).toHaveTextContent('已经在这份上报里');
  expect(photos().elements()).toHaveLength(1);
});

test('required fields, kind or content missing → a message; complete → saved, and an empty report opens', async () => {
  await openCapture();
  await save();
  await expect.element(page.getByRole('alert')).toHaveTextContent('还没选隐患类别');
  await choose('垃圾', '暴露垃圾');
  await expect.element(page.getByRole('alert')).toHaveTextContent('需要一张照片或一句描述');
  await box('描述').fill('门口一袋');
  await save();
  await expect.element(box('描述'), SOON).toHaveValue('');
  await expect.element(page.getByText('1 份已存本机'), SOON).toBeVisible();
  expect(await room.db.outbox.count()).toBe(1);
  expect(await room.db.drafts.count()).toBe(0);
});

test('a severity set by hand, another kind is chosen → the severity stays; not set → that of the kind', async () => {
  await openCapture();
  await choose('瓶装燃气', '软管超长');
  await expect.element(page.getByRole('radio', { name: '一般' })).toBeChecked();
  await choose('电动车', '楼道充电');
  await expect.element(page.getByRole('radio', { name: '重大' })).toBeChecked();
  await userEvent.click(page.getByRole('radio', { name: '轻微' }));
  await choose('瓶装燃气', '软管超长');
  await expect.element(page.getByRole('radio', { name: '轻微' })).toBeChecked();
});

test('handled on the spot, no after photo → not saved', async () => {
  await openCapture();
  await choose('垃圾', '楼道堆物');
  await pick(await draw('maroon'));
  await expect.element(photos(), SOON).toBeVisible();
  await userEvent.click(page.getByRole('checkbox', { name: '当场整改' }));
  await save();
  await expect.element(page.getByRole('alert')).toHaveTextContent('整改后');
  expect(await room.db.outbox.count()).toBe(0);

  await pick(await draw('lime'));
  await vi.waitFor(() => expect(photos().elements()).toHaveLength(2), SOON);
  await save();
  await vi.waitFor(async () => expect(await room.db.outbox.count()).toBe(1), SOON);
  const [row] = await room.db.outbox.toArray();
  expect(row?.event.photos.map((photo) => photo.role)).toEqual(['scene', 'after']);
});

const saveWords = async (count: number): Promise<void> => {
  await choose('垃圾', '暴露垃圾');
  await box('描述').fill(`第 ${count} 件`);
  await save();
  await vi.waitFor(async () => expect(await room.db.outbox.count()).toBe(count), SOON);
  await expect.element(box('描述')).toHaveValue('');
};
const whyNoPosition = async () =>
  (await room.db.outbox.orderBy('order').toArray()).map(({ event }) =>
    event.type === 'case.reported' ? event.body.noPosition : undefined,
  );

test('[D13f] several reports without a position → each with the current reason', async () => {
  const position = fakeReceiver();
  await openCapture();
  position.fails(1);
  await saveWords(1);
  await saveWords(2);
  position.fails(2);
  await saveWords(3);
  position.fails(1);
  position.finds(30.271, 120.152, 8);
  await saveWords(4);
  expect(await whyNoPosition()).toEqual(['denied', 'denied', 'unavailable', null]);
});

test('a pin set by hand, next report → not offered', async () => {
  const position = fakeReceiver();
  await openCapture();
  position.finds(30.271, 120.152, 8);
  await userEvent.click(page.getByRole('button', { name: '地图' }));
  await expect.element(page.getByRole('dialog').getByRole('button', { name: '放大' }), SOON).toBeVisible();
  const pin = page.getByRole('dialog').element().querySelector('.leaflet-marker-draggable')!;
  const { left, top } = pin.getBoundingClientRect();
  const at = (x: number) => ({ bubbles: true, clientX: left + x, clientY: top + 10, button: 0 });
  pin.dispatchEvent(new MouseEvent('mousedown', at(5)));
  for (const x of [15, 40, 60]) pin.dispatchEvent(new MouseEvent('mousemove', at(x)));
  pin.dispatchEvent(new MouseEvent('mouseup', at(60)));
  await userEvent.click(page.getByRole('button', { name: '就用这里' }));
  await expect.element(page.getByRole('radio', { name: '手动位置' })).toBeChecked();
  await saveWords(1);
  await expect.element(page.getByRole('radio', { name: '手机定位' })).toBeChecked();
  await expect.element(page.getByRole('radio', { name: '手动位置' })).not.toBeInTheDocument();
});

test('[D6d] a full disk, a save → a message that says whether the draft is stored; space is free again → saved', async () => {
  vi.spyOn(console, 'trace').mockImplementation(() => {});
  onTestFinished(() => void vi.restoreAllMocks());
  await openCapture();
  await choose('垃圾', '暴露垃圾');
  await box('描述').fill('门口一袋');
  await expect.element(page.getByText('已存草稿'), SOON).toBeVisible();
  const { db } = room.state();
  const full = { outbox: true, drafts: false };
  const refuse = (table: keyof typeof full) => () => {
    if (full[table]) throw new DOMException('The disk is full', 'QuotaExceededError');
  };
  db.outbox.hook('creating', refuse('outbox'));
  db.drafts.hook('updating', refuse('drafts'));
  await save();
  await expect.element(page.getByRole('alert'), SOON).toHaveTextContent('草稿还在，请清理空间后再保存');
  full.drafts = true;
  await box('描述').fill('门口一袋，还有两袋');
  await save();
  await expect.element(page.getByRole('alert'), SOON).toHaveTextContent('请先别离开这一页');
  Object.assign(full, { outbox: false, drafts: false });
  await save();
  await expect.element(page.getByText('1 份已存本机'), SOON).toBeVisible();
  const [row] = await room.db.outbox.toArray();
  expect(row?.event.body).toMatchObject({ description: '门口一袋，还有两袋' });
});

test('a rejected report, changed and saved → the reason is shown, and a new event replaces it', async () => {
  await openCapture();
  await choose('电动车', '飞线充电');
  await box('描述').fill('三楼窗口');
  await save();
  await expect.element(page.getByText('1 份已存本机'), SOON).toBeVisible();
  const [first] = await unsentEvents(room.db);
  await settle(room, first!, 'rejected', 'unknownHazard');
  await room.leave();

  room.show(() => <Reports />);
  await expect.element(page.getByRole('article'), SOON).toHaveTextContent('未被接收');
  await room.leave();

  navigate(`/capture?mend=${first!.eventId}`, { replace: true });
  await openCapture();
  await expect.element(page.getByText(/目录里没有这个隐患类别/), SOON).toBeVisible();
  await expect.element(box('描述')).toHaveValue('三楼窗口');
  await choose('电动车', '占用通道');
  await save();
  await vi.waitFor(async () => expect(await room.db.outbox.count()).toBe(2), SOON);
  const [, resubmitted] = await room.db.outbox.orderBy('order').toArray();
  expect(resubmitted?.event.replaces).toBe(first!.eventId);
  expect(resubmitted?.event.subject).toEqual(first!.event.subject);
});
