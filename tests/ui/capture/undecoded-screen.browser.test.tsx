/** HEIC files on the screens, while the decoder is not on this phone. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { withoutDecoder } from '#tests/ui/harness/fake-pipeline.ts';
import { box, choose, pick, save, SOON } from '#tests/ui/harness/capture-harness.tsx';
import { openRoom, type Room } from '#tests/ui/harness/person-harness.tsx';
import { Capture } from '#ui/screens/capture/Capture.tsx';
import { navigate } from '#ui/route/address.ts';

let room: Room;
let pipeline: ReturnType<typeof withoutDecoder>;
beforeEach(async () => {
  history.replaceState(null, '', '/capture');
  navigate('/capture', { replace: true });
  pipeline = withoutDecoder();
  room = await openRoom('patroller', undefined, { openPipeline: async () => pipeline });
  room.show(() => <Capture />);
  await expect.element(page.getByLabelText('从相册选择'), SOON).toBeInTheDocument();
});
afterEach(() => room.scrap());

const heic = () => new File(['a'], 'a.heic', { type: 'image/heic' });
const tile = () => page.getByRole('button', { name: 'HEIC 照片“a.heic”，待处理' });
const dialog = () => page.getByRole('dialog');

const fill = async (): Promise<void> => {
  await choose('垃圾', '暴露垃圾');
  await box('描述').fill('门口一袋');
};

test('a HEIC file, picked → a tile with its name, and what happens with it', async () => {
  await pick(heic());
  await expect.element(tile(), SOON).toBeVisible();
  await expect.element(page.getByText('1 张 HEIC 照片已存入草稿')).toBeVisible();
  pipeline.load();
  await expect.element(page.getByRole('img', { name: '照片 1' }), SOON).toBeVisible();
  await expect.element(tile()).not.toBeInTheDocument();
});

test('the tile of a HEIC file, tapped → it can be deleted', async () => {
  await pick(heic());
  await userEvent.click(tile());
  await userEvent.click(dialog().getByRole('button', { name: '删除这张' }));
  await expect.element(tile()).not.toBeInTheDocument();
  await vi.waitFor(async () => expect(await room.db.photoBytes.count()).toBe(0), SOON);
});

test('[D19b] a save with a HEIC file → asks; cancelled → the draft stays', async () => {
  await fill();
  await pick(heic());
  await expect.element(tile(), SOON).toBeVisible();
  await save();
  await expect.element(dialog(), SOON).toHaveTextContent('1 张 HEIC 照片还没处理好');
  await userEvent.click(dialog().getByRole('button', { name: '取消' }));
  await expect.element(tile()).toBeVisible();
  await expect.element(box('描述')).toHaveValue('门口一袋');
  expect(await room.db.outbox.count()).toBe(0);
});

test('[D19c] a save with a HEIC file → asks; save now → saved, and the photo is added once it is decoded', async () => {
  await fill();
  await pick(heic());
  await expect.element(tile(), SOON).toBeVisible();
  await save();
  await userEvent.click(dialog().getByRole('button', { name: '现在保存' }));
  await expect.element(page.getByText('1 份已存本机'), SOON).toBeVisible();
  await expect.element(tile()).not.toBeInTheDocument();
  pipeline.load();
  await vi.waitFor(async () => {
    const rows = await room.db.outbox.orderBy('order').toArray();
    expect(rows.map(({ event }) => event.type)).toEqual(['case.reported', 'case.photoAdded']);
  }, SOON);
});

test('a report with nothing but a HEIC file, saved → a message that the photo is not ready', async () => {
  await choose('垃圾', '暴露垃圾');
  await pick(heic());
  await expect.element(tile(), SOON).toBeVisible();
  await save();
  await expect.element(page.getByRole('alert')).toHaveTextContent('HEIC 照片还没处理好');
});
