import { createSignal } from 'solid-js';
import { afterEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { Banners } from '#ui/parts/banners/Banners.tsx';
import type { UpdateStep } from '#ui/state/app/update.ts';
import { openRoom, type Room } from '#tests/ui/harness/person-harness.tsx';

let room: Room;
afterEach(() => room.scrap());

const openWithUpdate = async () => {
  const [step, setStep] = createSignal<UpdateStep>('offered');
  const reload = vi.fn<() => void>();
  room = await openRoom('patroller', { step, take: () => setStep('taking'), reload });
  room.show(() => <Banners />);
  return { setStep, reload };
};
/** Returns a function that leaves the form. */
const beginReport = async (): Promise<() => void> => {
  const opened = room.state().openCapture('empty');
  (await opened).change({ description: '写了一半' });
  return () => room.state().leaveCapture(opened);
};
const reloadButton = () => page.getByRole('button', { name: '重新载入' });

test('a new version, accepted by the person → the page reloads after the takeover', async () => {
  const { setStep, reload } = await openWithUpdate();
  await userEvent.click(reloadButton());
  await expect.element(page.getByText('正在换上新版本')).toBeVisible();
  expect(reload).not.toHaveBeenCalled();
  setStep('taken');
  expect(reload).toHaveBeenCalledOnce();
});

test('a new version, a report is open → not offered; left as a draft → offered', async () => {
  await openWithUpdate();
  await expect.element(reloadButton()).toBeVisible();
  const leave = await beginReport();
  await expect.element(reloadButton()).not.toBeInTheDocument();
  leave();
  await expect.element(reloadButton()).toBeVisible();
});

test('a new version, a report begun during the takeover → the page reloads after the report is left', async () => {
  const { setStep, reload } = await openWithUpdate();
  await userEvent.click(reloadButton());
  const leave = await beginReport();
  setStep('taken');
  expect(reload).not.toHaveBeenCalled();
  leave();
  await expect.poll(() => reload.mock.calls.length).toBe(1);
});
