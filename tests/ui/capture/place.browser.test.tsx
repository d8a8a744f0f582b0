/** The screen behind a label, a report from it, and rows that the office retired. */
import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { EventOf } from '#domain/subjects.ts';
import { shippedHazardKinds } from '#domain/catalogue/shipped-hazard-kinds.ts';
import { applyPullPage } from '#storage/subjects/subjects.ts';
import { pullPage } from '#tests/storage/samples.ts';
import { navigate } from '#ui/route/address.ts';
import { Routes } from '#ui/route/Routes.tsx';
import { Capture } from '#ui/screens/capture/Capture.tsx';
import { PlaceScreen } from '#ui/screens/place/PlaceScreen.tsx';
import {
  SOON,
  box,
  choose,
  fakeReceiver,
  openCapture,
  openCaptureRoom,
  room,
  save,
} from '#tests/ui/harness/capture-harness.tsx';

openCaptureRoom();

const GRID = '330199001002001';
const grid = {
  code: GRID,
  name: { zh: '柳浪苑', en: 'Willow Court' },
  polygon: [
    [
      [120.15, 30.26],
      [120.16, 30.26],
      [120.16, 30.28],
      [120.15, 30.28],
      [120.15, 30.26],
    ],
  ],
};
const place = {
  id: 'K7Q3M9XDACEF',
  kind: 'ebikePoint',
  name: { zh: '东门车棚', en: 'East gate shed' },
  grid: GRID,
  position: { lat: 30.27, lon: 120.155 },
  risk: 'high',
  listed: true,
  attributes: { 插座: '24 个' },
};
const pull = (values: readonly (readonly [kind: 'grid' | 'place' | 'hazardKind', value: object])[]) =>
  applyPullPage(
    room.db,
    pullPage({
      reset: true,
      reference: values.map(([kind, value], seq) => ({
        seq: seq + 1,
        kind,
        id: 'id' in value ? (value.id as string) : (value as { code: string }).code,
        value,
      })),
    }),
  );
const scan = (id: string): void => {
  navigate(`/p/${id}`, { replace: true });
  room.show(() => (
    <Routes
      routes={[
        { path: '/p/:id', screen: PlaceScreen },
        { path: '/capture', screen: Capture },
      ]}
      fallback={() => null}
    />
  ));
};
type Body = EventOf<'case.reported'>['body'];
const lastSpot = async (): Promise<Body['spot']> => {
  const last = await room.db.outbox.orderBy('order').last();
  return (last!.event.body as Body).spot;
};

test('[G4c] a label scanned on the phone, no link → the facts of the place, and a report that has it chosen', async () => {
  fakeReceiver();
  await pull([
    ['grid', grid],
    ['place', place],
  ]);
  room.setOnline(false);
  scan(place.id);
  await expect.element(page.getByRole('heading', { name: '东门车棚' }), SOON).toBeVisible();
  for (const text of ['电动车停放充电点', '柳浪苑', '高', '是', '24 个', 'K7Q3 M9XD ACEF'])
    await expect.element(page.getByText(text, { exact: true })).toBeVisible();
  await userEvent.click(page.getByRole('link', { name: '在这里上报' }));
  const chip = page.getByRole('button', { name: '东门车棚' });
  await expect.element(chip, SOON).toHaveAttribute('aria-pressed', 'true');
  await choose('垃圾', '暴露垃圾');
  await box('描述').fill('门口一袋');
  await save();
  await vi.waitFor(async () => expect(await room.db.outbox.count()).toBe(1), SOON);
  expect(await lastSpot()).toMatchObject({ placeId: place.id, placeName: '东门车棚' });
});

test('[G4c] the place of a label removed in the form → it stays removed when the data changes', async () => {
  const receiver = fakeReceiver();
  await pull([['place', place]]);
  scan(place.id);
  await userEvent.click(page.getByRole('link', { name: '在这里上报' }));
  await expect.element(page.getByRole('button', { name: '东门车棚', pressed: true }), SOON).toBeVisible();
  receiver.finds(30.27, 120.155, 5);
  await userEvent.click(page.getByRole('button', { name: '东门车棚' }));
  await pull([['place', { ...place, name: { zh: '东门新棚', en: 'East shed' } }]]);
  await expect
    .element(page.getByRole('button', { name: '东门新棚' }), SOON)
    .toHaveAttribute('aria-pressed', 'false');
});

test('[G4d] a retired place, an unknown one → the screen says so and offers no report', async () => {
  await pull([['place', { ...place, retired: true }]]);
  scan(place.id);
  await expect.element(page.getByText('这个点位已停用'), SOON).toBeVisible();
  await expect.element(page.getByRole('link', { name: '在这里上报' })).not.toBeInTheDocument();
  navigate('/p/NOSUCHPLACE4', { replace: true });
  await expect.element(page.getByText('这部手机上没有这个点位'), SOON).toBeVisible();
});

test('[G5] retired kinds and places → not offered in the form; the place of the last report is not taken over', async () => {
  const receiver = fakeReceiver();
  const kinds = shippedHazardKinds.filter(({ family }) => family === 'waste');
  const rows = (retired: object) =>
    [
      ['grid', grid],
      ['place', place],
      ['place', { ...place, id: 'other', name: { zh: '西门', en: 'West gate' } }],
      ...kinds.map((kind) => ['hazardKind', kind] as const),
      ['place', { ...place, ...retired }],
      ['hazardKind', { ...kinds[0]!, ...retired }],
    ] as const;
  await pull(rows({}));
  await openCapture();
  receiver.finds(30.27, 120.155, 5);
  await userEvent.click(page.getByRole('button', { name: '东门车棚' }));
  await choose('垃圾', kinds[0]!.short.zh);
  await box('描述').fill('门口一袋');
  await save();
  await vi.waitFor(async () => expect(await room.db.outbox.count()).toBe(1), SOON);
  await room.leave();
  await pull(rows({ retired: true }));
  await openCapture();
  receiver.finds(30.27, 120.155, 5);
  await expect.element(page.getByRole('button', { name: '西门' }), SOON).toBeVisible();
  await expect.element(page.getByRole('button', { name: '东门车棚' })).not.toBeInTheDocument();
  await userEvent.click(page.getByRole('radio', { name: '垃圾', exact: true }));
  await expect.element(page.getByRole('radio', { name: kinds[1]!.short.zh })).toBeVisible();
  await expect.element(page.getByRole('radio', { name: kinds[0]!.short.zh })).not.toBeInTheDocument();
});
