import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import {
  SOON,
  lines,
  openCase,
  openDeskRoom,
  room,
  saved,
  search,
  threeToReview,
} from '#tests/ui/harness/desk-harness.tsx';

openDeskRoom(threeToReview);

const press = (key: string, options: KeyboardEventInit = {}) =>
  document.body.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...options }),
  );
const undo = () => page.getByRole('button', { name: '撤销' });

const filesTheSecond = async (): Promise<void> => {
  await userEvent.click(lines().nth(1));
  await openCase('暴露垃圾');
  press('f');
  await vi.waitFor(async () => expect(await saved()).toHaveLength(1), SOON);
  await expect.element(undo(), SOON).toBeVisible();
};

test('a case filed by a key → named with a button, which takes it back', async () => {
  await filesTheSecond();
  await expect.element(page.getByText(/立案 · 暴露垃圾 · 8 幢/)).toBeVisible();
  await userEvent.click(undo());
  await expect.element(page.getByText('已撤销，案件恢复原状'), SOON).toBeVisible();
  expect(await saved()).toEqual([]);
  await expect.element(page.getByRole('button', { name: '立案', exact: true }), SOON).toBeVisible();
  await expect.element(undo()).not.toBeInTheDocument();
});

test('Ctrl+Z on the page → takes the decision back; in a field → does not', async () => {
  await filesTheSecond();
  search()
    .element()
    .dispatchEvent(
      new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, bubbles: true, cancelable: true }),
    );
  // For a second after a key in a field, no key acts.
  await new Promise((resolve) => setTimeout(resolve, 1100));
  expect(await saved()).toHaveLength(1);
  press('z', { ctrlKey: true });
  await vi.waitFor(async () => expect(await saved()).toEqual([]), SOON);
});

test('[U6] a dismissal, undone → its reason is in the dialog again', async () => {
  await userEvent.click(lines().nth(1));
  await userEvent.click(page.getByRole('button', { name: '不予立案' }));
  const dialog = page.getByRole('dialog', { name: '不予立案' });
  await dialog.getByRole('textbox', { name: '原因' }).fill('已清理');
  await userEvent.click(dialog.getByRole('button', { name: '不予立案' }));
  await userEvent.click(undo());
  await vi.waitFor(async () => expect(await saved()).toEqual([]), SOON);
  await userEvent.click(page.getByRole('button', { name: '不予立案' }));
  await expect.element(dialog.getByRole('textbox', { name: '原因' })).toHaveValue('已清理');
});

test('the batch has taken the decision at the tap → a message, and the decision stays', async () => {
  await filesTheSecond();
  let isTaken = false;
  // As the transaction of the undo reads it; the screen still shows the button.
  room.state().db.outbox.hook('reading', (row) => (isTaken ? { ...row, notBefore: undefined } : row));
  isTaken = true;
  await userEvent.click(undo());
  await expect.element(page.getByText('已经发出，不能再撤销'), SOON).toBeVisible();
  expect(await saved()).toHaveLength(1);
});

test('time to undo, ended → the button is gone', async () => {
  await filesTheSecond();
  await expect.element(undo(), SOON).not.toBeInTheDocument();
  expect(await saved()).toHaveLength(1);
});
