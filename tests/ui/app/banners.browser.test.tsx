import { createSignal } from 'solid-js';
import { afterEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { Banners } from '#ui/parts/banners/Banners.tsx';
import { newDraft } from '#ui/state/capture/drafts.ts';
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
const beginReport = async (): Promise<string> => {
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
  const draft = newDraft({ now: Date.now, random });
  await room.db.drafts.add({ ...draft, form: { ...draft.form, description: '写了一半' } });
  await expect.poll(() => room.state().draft()).not.toBeNull();
  return draft.id;
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

test('a new version, a draft is open → not offered', async () => {
  await openWithUpdate();
  await expect.element(reloadButton()).toBeVisible();
  await beginReport();
  await expect.element(reloadButton()).not.toBeInTheDocument();
});

test('a new version, a draft begun during the takeover → the page reloads after the draft is finished', async () => {
  const { setStep, reload } = await openWithUpdate();
  await userEvent.click(reloadButton());
  const draftId = await beginReport();
  setStep('taken');
  expect(reload).not.toHaveBeenCalled();
  await room.db.drafts.delete(draftId);
  await expect.poll(() => reload.mock.calls.length).toBe(1);
});
