import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { TrustCard } from '#ui/parts/trust/TrustCard.tsx';
import { Outbox } from '#ui/screens/outbox/Outbox.tsx';
import { setLanguage } from '#ui/i18n/messages.ts';
import { report } from '#tests/storage/samples.ts';
import { openRoom, type Room } from '#tests/ui/harness/person-harness.tsx';
import { phoneOf } from '#tests/ui/harness/harness-phone.ts';

let room: Room;
afterEach(async () => {
  await room.scrap();
  await setLanguage('zh');
});

/** Is it on the line of the last word, and inside the card? */
const isBesideItsWords = (link: Element): boolean => {
  const chevron = link.querySelector('svg')!.getBoundingClientRect();
  const words = document.createRange();
  words.selectNodeContents([...link.childNodes].find((it) => it.nodeType === Node.TEXT_NODE)!);
  const last = [...words.getClientRects()].at(-1)!;
  const middle = (chevron.top + chevron.bottom) / 2;
  const card = link.closest('section, article')!.getBoundingClientRect();
  return (
    middle > last.top && middle < last.bottom && chevron.left >= last.right - 1 && chevron.right <= card.right
  );
};

test('a title with a chevron, narrow screens → the chevron never begins a line', async () => {
  await setLanguage('en');
  room = await openRoom();
  await report(phoneOf(room), 1);
  await report(phoneOf(room), 1);
  room.show(() => (
    <>
      <TrustCard />
      <Outbox />
    </>
  ));
  await expect.element(page.getByRole('article').first()).toBeVisible();
  const links = () => [...document.querySelectorAll('section a:has(svg), article a:has(svg)')];
  const orphaned: number[] = [];
  for (let width = 260; width <= 440; width += 4) {
    await page.viewport(width, 800);
    if (!links().every(isBesideItsWords)) orphaned.push(width);
  }
  expect(links().length).toBeGreaterThan(2);
  expect(orphaned).toEqual([]);
});
