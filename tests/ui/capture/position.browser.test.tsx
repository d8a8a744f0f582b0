/** The position of a report: what the person would point at, step by step. */
import { beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { EventOf } from '#domain/subjects.ts';
import { applyPullPage } from '#storage/subjects/subjects.ts';
import { pullPage } from '#tests/storage/samples.ts';
import {
  SOON,
  box,
  choose,
  draw,
  exifTime,
  fakeReceiver,
  filmCanvas,
  openCapture,
  openCaptureRoom,
  photos,
  pick,
  room,
  save,
  shoot,
} from '#tests/ui/harness/capture-harness.tsx';

openCaptureRoom();

const DAY = 24 * 60 * 60_000;
/** Two grids side by side; the border is at 120.16. */
const [WEST, EAST] = ['330199001002001', '330199001002002'];
const square = (code: string, west: number) => ({
  code,
  name: { zh: code === WEST ? '西网格' : '东网格', en: code },
  polygon: [
    [
      [west, 30.26],
      [west + 0.01, 30.26],
      [west + 0.01, 30.28],
      [west, 30.28],
      [west, 30.26],
    ],
  ],
});
const placeAt = (id: string, name: string, grid: string, lat: number, lon: number) => ({
  id,
  kind: 'compound',
  name: { zh: name, en: id },
  grid,
  position: { lat, lon },
});
const values = [
  ['grid', square(WEST!, 120.15)],
  ['grid', square(EAST!, 120.16)],
  ['place', placeAt('far', '远处小区', WEST!, 30.275, 120.152)],
  ['place', placeAt('east', '东苑', EAST!, 30.27, 120.165)],
  ...Array.from(
    { length: 8 },
    (_, i) => ['place', placeAt(`near-${i}`, `近处 ${i}`, EAST!, 30.2701, 120.1651 + i / 10_000)] as const,
  ),
] as const;

beforeEach(() =>
  applyPullPage(
    room.db,
    pullPage({
      reset: true,
      reference: values.map(([kind, value], seq) => ({
        seq: seq + 1,
        kind,
        id: 'id' in value ? value.id : value.code,
        value,
      })),
    }),
  ),
);

const position = () => page.getByRole('region', { name: '定位' });
const source = (name: string) => position().getByRole('radio', { name });
const fillIn = async (): Promise<void> => {
  await choose('垃圾', '暴露垃圾');
  await box('描述').fill('门口一袋');
};
type Body = EventOf<'case.reported'>['body'];
const saved = async (count: number): Promise<Body> => {
  await save();
  await vi.waitFor(async () => expect(await room.db.outbox.count()).toBe(count), SOON);
  const last = await room.db.outbox.orderBy('order').last();
  return last!.event.body as Body;
};
const degrees = (value: number): [number, number][] => [
  [Math.floor(value), 1],
  [Math.round((value % 1) * 60_000), 1000],
  [0, 1],
];
const shanghai = {
  dateTimeOriginal: exifTime(Date.now() - 40 * DAY),
  gps: { lat: degrees(31.23), latRef: 'N', lon: degrees(121.47), lonRef: 'E' },
};
const removePhoto = async (number: number): Promise<void> => {
  await userEvent.click(page.getByRole('button', { name: `查看照片 ${number}` }));
  await userEvent.click(page.getByRole('button', { name: '删除这张' }));
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
};

test('[W1b] album photo of another city, deleted, then a camera shot → fix and grid of the phone', async () => {
  const receiver = fakeReceiver();
  const { still } = filmCanvas();
  await openCapture();
  receiver.finds(30.27, 120.155, 5);
  await pick(await draw('teal', shanghai));
  await expect.element(source('照片位置'), SOON).toBeChecked();
  await removePhoto(1);
  await expect.element(source('手机定位'), SOON).toBeChecked();
  await shoot();
  still.gives(await draw('navy'));
  await expect.element(photos(), SOON).toBeVisible();
  await fillIn();
  const body = await saved(1);
  expect(body.position).toMatchObject({ source: 'device', lat: 30.27, accuracyMetres: 5 });
  expect(body.grid).toBe(WEST);
});

test('[W1b] camera shot and album photo, the shot is deleted → position of the album photo', async () => {
  const receiver = fakeReceiver();
  const { still } = filmCanvas();
  await openCapture();
  receiver.finds(30.27, 120.155, 5);
  await shoot();
  still.gives(await draw('navy'));
  await expect.element(photos(), SOON).toBeVisible();
  await pick(await draw('teal', shanghai));
  await vi.waitFor(() => expect(photos().elements()).toHaveLength(2), SOON);
  await expect.element(source('手机定位')).toBeChecked();
  await removePhoto(1);
  await expect.element(source('照片位置'), SOON).toBeChecked();
  await fillIn();
  expect((await saved(1)).position).toMatchObject({ source: 'photo', lat: expect.closeTo(31.23, 4) });
});

test('[W2a] album photo of three weeks ago without a position → asked once, and the answer is saved', async () => {
  const receiver = fakeReceiver();
  await openCapture();
  receiver.finds(30.27, 120.155, 5);
  await pick(await draw('teal', { dateTimeOriginal: exifTime(Date.now() - 21 * DAY) }));
  await expect.element(position(), SOON).toHaveTextContent('是在哪里拍的');
  await fillIn();
  await save();
  await expect.element(page.getByRole('alert')).toHaveTextContent('请在“定位”里选一项');
  expect(await room.db.outbox.count()).toBe(0);
  await userEvent.click(source('手机定位'));
  await expect.element(position()).not.toHaveTextContent('是在哪里拍的');
  expect((await saved(1)).position).toMatchObject({ source: 'device', byHand: true });
});

test('[W1a] a choice by hand, album photos and fixes come later → the choice', async () => {
  const receiver = fakeReceiver();
  await openCapture();
  await userEvent.click(source('室内/地下'));
  receiver.finds(30.27, 120.155, 5);
  await pick(await draw('teal', shanghai));
  await expect.element(photos(), SOON).toBeVisible();
  await expect.element(source('室内/地下')).toBeChecked();
  await fillIn();
  expect(await saved(1)).toMatchObject({ position: null, noPosition: 'indoors', grid: null });
});

test('[W3a] [W3c] approximate location, a place chosen → said with the way to allow it; position and grid of the place', async () => {
  const receiver = fakeReceiver();
  await openCapture();
  receiver.finds(30.27, 120.155, 2000);
  await expect.element(position()).toHaveTextContent('使用精确位置');
  await expect.element(position()).toHaveTextContent('看不准在哪个网格');
  await fillIn();
  expect(await saved(1)).toMatchObject({ grid: null, position: { accuracyMetres: 2000 } });
  await userEvent.click(page.getByRole('button', { name: /^东苑/ }));
  await expect.element(position()).toHaveTextContent('东网格内');
  await fillIn();
  expect(await saved(2)).toMatchObject({ grid: EAST, position: { source: 'place', lon: 120.165 } });
});

test('[W4a] exact fix, 80 m on another one → the second report has position and grid of the second', async () => {
  const receiver = fakeReceiver();
  await openCapture();
  receiver.finds(30.27, 120.1596, 5);
  await fillIn();
  expect(await saved(1)).toMatchObject({ grid: WEST });
  receiver.finds(30.27, 120.16043, 8);
  await fillIn();
  expect(await saved(2)).toMatchObject({ grid: EAST, position: { lon: 120.16043, accuracyMetres: 8 } });
});

test('[W5a] next report 335 m on → no place, building or unit; at the same building → all three', async () => {
  const receiver = fakeReceiver();
  await openCapture();
  receiver.finds(30.275, 120.152, 5);
  await userEvent.click(page.getByRole('button', { name: /^远处小区/ }));
  await box('楼栋').fill('7');
  await box('单元').fill('2');
  await fillIn();
  await saved(1);
  await expect.element(box('楼栋')).toHaveValue('7');
  await expect
    .element(page.getByRole('button', { name: /^远处小区/ }))
    .toHaveAttribute('aria-pressed', 'true');
  receiver.finds(30.272, 120.152, 5);
  await expect.element(box('楼栋')).toHaveValue('');
  await fillIn();
  expect((await saved(2)).spot).toMatchObject({ placeId: null, building: '', unit: '' });
});

test('[W5b] a chosen place, the eight nearest are others → its chip is shown and can be removed', async () => {
  const receiver = fakeReceiver();
  await openCapture();
  receiver.finds(30.275, 120.152, 5);
  await userEvent.click(page.getByRole('button', { name: /^远处小区/ }));
  receiver.finds(30.2701, 120.1655, 5);
  await expect.element(page.getByRole('button', { name: /^近处 4/ })).toBeVisible();
  const chip = page.getByRole('button', { name: /^远处小区/ });
  await expect.element(chip).toHaveAttribute('aria-pressed', 'true');
  await userEvent.click(chip);
  await fillIn();
  expect((await saved(1)).spot).toMatchObject({ placeId: null, placeName: '' });
});

test('[W6] location denied, allowed in the settings → the page asks again by itself, and at a tap', async () => {
  const receiver = fakeReceiver();
  await openCapture();
  receiver.fails(1);
  await expect.element(position()).toHaveTextContent('允许位置信息');
  document.dispatchEvent(new Event('visibilitychange'));
  expect(receiver.watches()).toBe(2);
  await userEvent.click(position().getByRole('button', { name: '重新定位' }));
  expect(receiver.watches()).toBe(3);
  receiver.finds(30.27, 120.155, 5);
  await expect.element(position()).not.toHaveTextContent('允许位置信息');
  await fillIn();
  expect(await saved(1)).toMatchObject({ noPosition: null, grid: WEST });
});

test('place, building and unit typed, the page is killed → restored', async () => {
  await openCapture();
  await box('楼栋').fill('7');
  await box('单元').fill('2');
  await expect.element(page.getByText('已存草稿'), SOON).toBeVisible();
  await room.leave();
  await openCapture();
  await expect.element(box('楼栋')).toHaveValue('7');
  await expect.element(box('单元')).toHaveValue('2');
});

test('[W2b] camera shot → the event says when and where it was taken', async () => {
  const receiver = fakeReceiver();
  const { still } = filmCanvas();
  await openCapture();
  receiver.finds(30.27, 120.155, 5);
  const before = Math.floor(Date.now() / 1000) * 1000;
  await shoot();
  still.gives(await draw('navy'));
  await expect.element(photos(), SOON).toBeVisible();
  await fillIn();
  await saved(1);
  const [row] = await room.db.outbox.toArray();
  const [photo] = row!.event.photos;
  expect(photo?.takenAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
  expect(Date.parse(photo!.takenAt!)).toBeGreaterThanOrEqual(before);
  expect(photo?.position).toMatchObject({ source: 'device', lat: 30.27, accuracyMetres: 5 });
});
