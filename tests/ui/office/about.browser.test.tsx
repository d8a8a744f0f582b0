import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { shippedSettings } from '#domain/office/settings.ts';
import { Me } from '#ui/screens/Me.tsx';
import { openRoom, type Room } from '#tests/ui/harness/person-harness.tsx';
import { SOON } from '#tests/ui/harness/office-harness.tsx';

let room: Room;
afterEach(() => room.scrap());

test('[B4d] settings pulled with a filing number and a feedback entry → in Me, without a link too', async () => {
  room = await openRoom();
  const value = {
    ...shippedSettings({ zh: '区', en: 'D' }),
    filingNumber: '浙网信备 1',
    feedback: '拨 12345',
  };
  await room.db.reference.put({
    kind: 'settings',
    id: 'office',
    seq: 1,
    value,
    isReadable: true,
    snapshot: 1,
  });
  room.setOnline(false);
  room.show(() => <Me />);
  await expect.element(page.getByText('浙网信备 1'), SOON).toBeVisible();
  await expect.element(page.getByText('拨 12345')).toBeVisible();
});

test('[B4d] settings without them → Me shows neither', async () => {
  room = await openRoom();
  room.show(() => <Me />);
  await expect.element(page.getByText('版本'), SOON).toBeVisible();
  await expect.element(page.getByText('备案号')).not.toBeInTheDocument();
});
