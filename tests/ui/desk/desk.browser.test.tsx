import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { address, navigate } from '#ui/route/address.ts';
import {
  SOON,
  caseToReview,
  holds,
  lines,
  list,
  openCase,
  openDeskRoom,
  pull,
  room,
  saved,
  search,
  showDesk,
  threeToReview,
  titles,
} from '#tests/ui/harness/desk-harness.tsx';

openDeskRoom(threeToReview);

const scroller = () => list().element().parentElement!;
const topOf = (id: string) =>
  document.querySelector(`a[href^="/desk/${id}"]`)?.getBoundingClientRect().top ?? null;
const query = () => new URLSearchParams(address().query);
const many = (count: number, minutesAgo = 10) =>
  Array.from({ length: count }, (_, i) => caseToReview('EB01', 'major', String(i), minutesAgo + i));
const saysHowMany = (count: number) =>
  expect.element(page.getByText(`${count} 件`, { exact: true }), SOON).toBeVisible();

test('the list, filtered by kind → newest first, with a count; the filter is a chip that can be removed', async () => {
  expect(titles()[0]).toContain('飞线充电');
  await userEvent.click(page.getByRole('button', { name: '条件', exact: true }));
  await userEvent.selectOptions(page.getByRole('combobox', { name: '类别' }), 'family:ebike');
  await vi.waitFor(() => expect(titles()).toHaveLength(2), SOON);
  await userEvent.selectOptions(page.getByRole('combobox', { name: '类别' }), 'kind:EB01');
  await vi.waitFor(() => expect(titles()).toEqual([expect.stringContaining('楼道充电')]), SOON);
  await saysHowMany(1);
  await userEvent.click(page.getByRole('button', { name: '完成' }));
  await userEvent.click(page.getByRole('button', { name: '去掉条件：楼道充电' }));
  await vi.waitFor(() => expect(titles()).toHaveLength(3), SOON);
  await saysHowMany(3);
});

test('the list, by severity → its cases; the worst first → of equal ones the oldest', async () => {
  await search().fill('重大');
  await vi.waitFor(() => expect(titles()).toHaveLength(2), SOON);
  await search().fill('');
  await holds(3);
  await userEvent.click(page.getByRole('button', { name: '条件', exact: true }));
  await userEvent.click(page.getByRole('radio', { name: '重的、旧的在前' }));
  await vi.waitFor(
    () =>
      expect(titles()).toEqual([
        expect.stringContaining('7 幢'),
        expect.stringContaining('9 幢'),
        expect.stringContaining('8 幢'),
      ]),
    SOON,
  );
  await userEvent.click(page.getByRole('radio', { name: '轻微' }));
  await vi.waitFor(() => expect(titles()).toEqual([expect.stringContaining('8 幢')]), SOON);
  expect(query().get('severity')).toBe('minor');
  expect(query().get('order')).toBe('severity');
  await userEvent.click(page.getByRole('button', { name: '完成' }));
  await userEvent.click(page.getByRole('button', { name: '去掉条件：轻微' }));
  await holds(3);
});

test('the list, filtered by grid and date → only matching cases', async () => {
  const yesterday = caseToReview('GC04', 'major', '4', 60 * 24);
  await pull({ ...yesterday, grid: null });
  await holds(4);
  await userEvent.click(page.getByRole('button', { name: '条件', exact: true }));
  await userEvent.selectOptions(page.getByRole('combobox', { name: '网格' }), 'none');
  await vi.waitFor(() => expect(titles()).toEqual([expect.stringContaining('4 幢')]), SOON);
  await userEvent.click(page.getByRole('radio', { name: '今天' }));
  await expect.element(page.getByText('没有符合条件的案件'), SOON).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: '清除条件' }));
  await holds(4);
});

test('filters, the page is loaded again → shown in the fields', async () => {
  await room.leave();
  navigate('/desk?state=all&kind=kind:EB01&grid=none', { replace: true });
  showDesk();
  await userEvent.click(page.getByRole('button', { name: '条件', exact: true }), SOON);
  await expect.element(page.getByRole('combobox', { name: '类别' }), SOON).toHaveValue('kind:EB01');
  await expect.element(page.getByRole('combobox', { name: '网格' })).toHaveValue('none');
});

test('keyboard, a case is filed → the next key opens the case after it', async () => {
  await userEvent.keyboard('j');
  await openCase('飞线充电');
  await userEvent.keyboard('j');
  await openCase('暴露垃圾');
  await userEvent.keyboard('k');
  await openCase('飞线充电');
  await userEvent.keyboard('j');
  await openCase('暴露垃圾');
  await userEvent.keyboard('f');
  await vi.waitFor(() => expect(titles()).toHaveLength(2), SOON);
  await userEvent.keyboard('j');
  await openCase('楼道充电');
});

test('keyboard, a key held down → one case is filed', async () => {
  await userEvent.keyboard('j');
  await openCase('飞线充电');
  const hold = (repeat: boolean) =>
    document.body.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'f', repeat, bubbles: true, cancelable: true }),
    );
  hold(true);
  await userEvent.keyboard('?');
  await expect.element(page.getByRole('dialog', { name: '快捷键' })).toBeVisible();
  expect(await saved()).toEqual([]);
});

test('keyboard, letters typed into a field → no command', async () => {
  await userEvent.keyboard('j');
  await openCase('飞线充电');
  await userEvent.keyboard('/');
  expect(document.activeElement).toBe(search().element());
  await userEvent.keyboard('fdjk');
  await vi.waitFor(() => expect(query().get('q')).toBe('fdjk'), SOON);
  await openCase('飞线充电');
  expect(await saved()).toEqual([]);
  await userEvent.keyboard('{Escape}');
  expect(document.activeElement).not.toBe(search().element());
});

test('search, an input method composes → searched after the composition', async () => {
  const input = search().element() as HTMLInputElement;
  const compose = (text: string): void => {
    input.value = text;
    input.dispatchEvent(new InputEvent('input', { isComposing: true, bubbles: true }));
  };
  input.focus();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  input.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
  compose("lou'dao");
  // Enter accepts the candidate.
  input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }));
  vi.advanceTimersByTime(5000);
  vi.useRealTimers();
  expect(query().get('q')).toBeNull();
  compose('楼道');
  input.dispatchEvent(new CompositionEvent('compositionend', { data: '楼道', bubbles: true }));
  await vi.waitFor(() => expect(titles()).toEqual([expect.stringContaining('楼道充电')]), SOON);
  expect(query().get('q')).toBe('楼道');
});

test('search, Enter of the input method comes after the composition → the field keeps the focus, no letter acts', async () => {
  await userEvent.keyboard('j');
  await openCase('飞线充电');
  const input = search().element() as HTMLInputElement;
  input.focus();
  input.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
  input.value = 'fangjian';
  input.dispatchEvent(new CompositionEvent('compositionend', { data: 'fangjian', bubbles: true }));
  input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true }));
  expect(document.activeElement).toBe(input);
  await userEvent.keyboard('{Enter}f');
  expect(document.activeElement).toBe(input);
  expect(await saved()).toEqual([]);
});

test('a field closes while a person types → the next letters do not act; a second later they do', async () => {
  await userEvent.keyboard('j');
  await openCase('飞线充电');
  const input = search().element() as HTMLInputElement;
  input.focus();
  await userEvent.keyboard('x');
  input.value = '';
  input.blur();
  await userEvent.keyboard('f');
  expect(await saved()).toEqual([]);
  await new Promise((resolve) => setTimeout(resolve, 1100));
  await userEvent.keyboard('f');
  await vi.waitFor(async () => expect(await saved()).toHaveLength(1), SOON);
});

test('the address, loaded again → open case, filters and map view are restored', async () => {
  const href = '/desk?state=all&kind=family:ebike&days=7&q=飞线&map=30.27100,120.15200,17';
  navigate(href, { replace: true });
  await vi.waitFor(() => expect(titles()).toEqual([expect.stringContaining('飞线充电')]), SOON);
  await expect.element(search()).toHaveValue('飞线');
  await expect.element(page.getByRole('radio', { name: /全部/ }).first()).toBeChecked();
  await expect.element(page.getByRole('button', { name: '去掉条件：近 7 天' })).toBeVisible();
  await userEvent.click(lines().nth(0));
  await openCase('飞线充电');
  const { query: kept } = address();
  expect(Object.fromEntries(new URLSearchParams(kept))).toEqual(
    Object.fromEntries(new URL(href, location.href).searchParams),
  );
  const { path } = address();
  await room.leave();
  showDesk();
  await openCase('飞线充电');
  expect(address()).toEqual({ path, query: kept });
});

test('history on a wide screen, filters and cases changed → going back leaves the desk', async () => {
  const before = history.length;
  await userEvent.keyboard('j');
  await openCase('飞线充电');
  await userEvent.click(page.getByRole('radio', { name: /全部/ }).first());
  await userEvent.click(lines().nth(2));
  await openCase('楼道充电');
  expect(history.length).toBe(before);
});

test('history on a phone, a case is open → going back shows the list', async () => {
  await page.viewport(412, 915);
  await userEvent.click(lines().nth(1));
  await openCase('暴露垃圾');
  await expect.element(list()).not.toBeInTheDocument();
  await userEvent.click(page.getByRole('link', { name: '返回' }));
  await expect.element(list(), SOON).toBeVisible();
  expect(address().path).toBe('/desk');
});

test('ten thousand cases → only rows near the viewport are rendered', async () => {
  await pull(...many(10_000));
  await holds(10_003);
  expect(lines().elements().length).toBeLessThan(60);
  scroller().scrollTop = 5000 * 76;
  await vi.waitFor(
    () => expect(document.querySelector('[aria-posinset="5003"]')?.textContent).toContain('幢'),
    SOON,
  );
  expect(lines().elements().length).toBeLessThan(60);
});

test('new cases above the visible rows → the visible rows do not move', async () => {
  const cases = many(200);
  await pull(...cases);
  await holds(203);
  scroller().scrollTop = 4000;
  const read = cases[55]!.id;
  await vi.waitFor(() => expect(topOf(read)).not.toBeNull(), SOON);
  const before = topOf(read);
  await pull(...many(40, 0).map((it) => ({ ...it, reportedAt: Date.now() })));
  await expect.element(page.getByRole('button', { name: '40 件新的' }), SOON).toBeVisible();
  expect(topOf(read)).toBe(before);
  await userEvent.click(page.getByRole('button', { name: '40 件新的' }));
  await vi.waitFor(() => expect(scroller().scrollTop).toBe(0), SOON);
  await expect.element(page.getByRole('button', { name: '40 件新的' })).not.toBeInTheDocument();
});

test('new cases, an untouched list → shown at the top; with an open case → the open case does not move', async () => {
  await userEvent.hover(search());
  await pull(caseToReview('GC04', 'major', '11', 0));
  await vi.waitFor(() => expect(titles()[0]).toContain('11 幢'), SOON);
  expect(scroller().scrollTop).toBe(0);
  await pull(...many(30, 100));
  await holds(34);
  await userEvent.keyboard('jj');
  await openCase('飞线充电');
  const open = address().path.split('/')[2]!;
  const before = topOf(open);
  await pull(caseToReview('GC04', 'major', '12', 0));
  await expect.element(page.getByRole('button', { name: '1 件新的' }), SOON).toBeVisible();
  expect(topOf(open)).toBe(before);
});
