import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { shippedHazardKinds } from '#domain/catalogue/shipped-hazard-kinds.ts';
import type { ReferenceKind } from '#domain/reference/reference.ts';
import { openDeskRoom, room, SOON, threeToReview, titles } from '#tests/ui/harness/desk-harness.tsx';

openDeskRoom(threeToReview);

const put = (kind: ReferenceKind, id: string, value: object) =>
  room.db.reference.put({ kind, id, seq: 1, snapshot: 1, isReadable: true, value });
const polygon = [
  [
    [120, 30],
    [120.1, 30],
    [120.1, 30.1],
    [120, 30],
  ],
];

test('[G5] a kind and a grid that the office retired → no conditions of the desk, but still names of their cases', async () => {
  for (const kind of shippedHazardKinds)
    await put('hazardKind', kind.code, kind.code === 'EB01' ? { ...kind, retired: true } : kind);
  const old = { zh: '旧网格', en: 'Old grid' };
  await put('grid', '330199001002001', { code: '330199001002001', name: old, polygon, retired: true });
  const now = { zh: '新网格', en: 'New grid' };
  await put('grid', '330199001002002', { code: '330199001002002', name: now, polygon });
  await userEvent.click(page.getByRole('button', { name: '条件', exact: true }));
  await expect.element(page.getByRole('option', { name: '新网格' }), SOON).toBeInTheDocument();
  await expect.element(page.getByRole('option', { name: '飞线充电' })).toBeInTheDocument();
  await expect.element(page.getByRole('option', { name: '旧网格' })).not.toBeInTheDocument();
  await expect.element(page.getByRole('option', { name: '楼道充电' })).not.toBeInTheDocument();
  expect(titles().some((title) => title.includes('楼道充电'))).toBe(true);
});
