/** Several unfinished reports, each with its card on the home. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { navigate } from '#ui/route/address.ts';
import { Capture } from '#ui/screens/capture/Capture.tsx';
import { Today } from '#ui/screens/Today.tsx';
import { SOON, box } from '#tests/ui/harness/capture-harness.tsx';
import { openRoom, type Room } from '#tests/ui/harness/person-harness.tsx';

let room: Room;
beforeEach(async () => {
  room = await openRoom();
});
afterEach(() => room.scrap());

const openForm = async (href: string): Promise<void> => {
  navigate(href, { replace: true });
  room.show(() => <Capture />);
  await expect.element(box('楼栋'), SOON).toBeVisible();
};
const leaveDraft = async (href: string, building: string): Promise<void> => {
  await openForm(href);
  await box('楼栋').fill(building);
  await expect.element(page.getByText('已存草稿'), SOON).toBeVisible();
  await room.leave();
};

test('an unfinished report, an urgent second one → begun at once; both are on the home, each opens itself', async () => {
  await leaveDraft('/capture?new', '7');
  await leaveDraft('/capture?new', '9');
  navigate('/', { replace: true });
  room.show(() => <Today />);
  const cards = page.getByRole('link', { name: /继续未完成的上报/ });
  await expect.poll(() => cards.elements().length).toBe(2);
  const [newest, oldest] = cards.elements();
  expect(newest).toHaveTextContent('9 幢');
  expect(oldest).toHaveTextContent('7 幢');
  const href = oldest!.getAttribute('href')!;
  await expect.element(page.getByRole('link', { name: '拍照上报' })).toHaveAttribute('href', '/capture?new');
  await room.leave();
  await openForm(href);
  await expect.element(box('楼栋')).toHaveValue('7');
});

test('a new report beside an unfinished one, the page is loaded again → the new report', async () => {
  await leaveDraft('/capture?new', '7');
  await openForm('/capture?new');
  await expect.element(box('楼栋')).toHaveValue('');
  await box('楼栋').fill('9');
  await expect.element(page.getByText('已存草稿'), SOON).toBeVisible();
  const address = location.pathname + location.search;
  expect(address).toMatch(/^\/capture\?draft=/);
  await room.leave();
  await openForm(address);
  await expect.element(box('楼栋')).toHaveValue('9');
});

test('a draft that is saved already, its address opens → an empty report', async () => {
  await openForm('/capture?draft=unknown');
  await expect.element(box('楼栋')).toHaveValue('');
});
