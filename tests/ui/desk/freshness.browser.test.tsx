import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { Freshness } from '#ui/screens/desk/Freshness.tsx';
import { openRoom, type Room } from '#tests/ui/harness/person-harness.tsx';

let room: Room;
afterEach(() => room.scrap());

test('freshness of the desk on a phone, not live → shown as text', async () => {
  await page.viewport(360, 800);
  room = await openRoom('reviewer');
  room.show(() => <Freshness />);
  const words = page.getByText('还没有更新过');
  await expect.element(words).toBeVisible();
  expect(getComputedStyle(words.element()).clipPath).toBe('none');
});
