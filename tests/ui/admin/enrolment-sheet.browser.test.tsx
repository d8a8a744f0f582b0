import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { commands, page, userEvent } from 'vitest/browser';
import type { IssuedCode } from '#domain/office/messages.ts';
import { CODE_ALPHABET, shownCode } from '#domain/protocol/enrolment.ts';
import { EnrolmentSheet } from '#ui/screens/admin/people/EnrolmentSheet.tsx';
import { openRoom, type Room } from '#tests/ui/harness/person-harness.tsx';

let room: Room;
beforeEach(async () => {
  room = await openRoom('admin');
});
afterEach(() => room.scrap());

const TEAM = 30;
/** Another code for each number: its digits, in the alphabet of codes. */
const letters = (i: number): string =>
  Array.from({ length: 8 }, (_, at) => {
    const digit = Math.floor((i * 98_765_431 + 1_234_567_891) / 23 ** at);
    return CODE_ALPHABET[digit % CODE_ALPHABET.length];
  }).join('');
const people = Array.from({ length: TEAM }, (_, i) => ({
  id: `person-${i}`,
  name: i === 0 ? '欧阳建国' : `网格员${i}`,
  role: 'patroller' as const,
  region: '330199',
  scope: ['330199001002001', '330199001002002', '330199001002003', '330199001002004'].slice(0, (i % 4) + 1),
}));
const codes: readonly IssuedCode[] = people.map(({ id }, i) => ({
  person: id,
  code: shownCode(letters(i)),
  link: `https://patrol.example.org/join#${letters(i)}`,
  expiresAt: Date.UTC(2026, 11, 2, 4),
}));

const showSheet = (onClose = () => {}) =>
  room.show(() => <EnrolmentSheet codes={codes} people={people} onClose={onClose} />);

test('[N9] the printed sheet of thirty people → four A4 pages, and every link is read back from the paper', async () => {
  showSheet();
  await expect.element(page.getByRole('heading', { name: '登记单 · 30 人' })).toBeVisible();
  const sheet = document.querySelector('[data-sheet]')!;
  const styles = [...document.querySelectorAll('style')].map((style) => style.outerHTML).join('');
  const { pages } = await commands.printPages(
    `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">${styles}</head><body><main>not printed</main>${sheet.outerHTML}</body></html>`,
  );
  if (pages === null) return;
  expect(pages).toHaveLength(4);
  expect(pages.flat().sort()).toEqual(codes.map(({ link }) => link).sort());
});

test('a card of the sheet → name, grids, the typed code and what to do', async () => {
  showSheet();
  const card = document.querySelector(`[data-code="${codes[3]!.code}"]`)!;
  for (const text of ['网格员3', '等 4 个', codes[3]!.code, 'patrol.example.org', '我有登记码', '一次有效'])
    expect(card.textContent).toContain(text);
});

test('the sheet → takes the focus, and closes by Escape', async () => {
  const onClose = vi.fn();
  showSheet(onClose);
  await expect.element(page.getByRole('heading', { name: '登记单 · 30 人' })).toHaveFocus();
  await userEvent.keyboard('{Escape}');
  expect(onClose).toHaveBeenCalledOnce();
});
