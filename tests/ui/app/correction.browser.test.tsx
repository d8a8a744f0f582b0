import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { correctionFormOf } from '#domain/correction/correction-form.ts';
import { CorrectionPanel } from '#ui/screens/dead-letters/CorrectionForm.tsx';
import { createDraftText } from '#ui/state/capture/draft-text.ts';
import { anEvent, aReport } from '#tests/support/data/a-case.ts';
import { openRoom, type Room } from '#tests/ui/harness/person-harness.tsx';

let room: Room;
beforeEach(async () => {
  room = await openRoom('admin');
});
afterEach(() => room.scrap());

const event = anEvent({ type: 'case.reported', body: aReport({ hazard: 'XX99', severity: 'minor' }) });
const form = correctionFormOf(JSON.stringify(event), 'unknownHazard')!;
const onCorrect = vi.fn();
const show = (): void => {
  const [typed, setTyped] = createDraftText(() => `${room.row.id}/letter/correction`);
  room.show(() => (
    <CorrectionPanel
      type="case.reported"
      form={form}
      busy={false}
      typed={typed()}
      onType={setTyped}
      onCorrect={onCorrect}
      onCancel={() => {}}
    />
  ));
};
const kind = () => page.getByRole('combobox', { name: '隐患类别' });
const severity = () => page.getByRole('combobox', { name: '严重程度' });

test('a correction, the page is left before it is sent → the chosen fields are kept', async () => {
  show();
  await vi.waitFor(() => expect(kind().element().children.length).toBeGreaterThan(5), { timeout: 10_000 });
  await userEvent.selectOptions(kind(), 'WA01');
  await room.leave();
  show();
  await expect.element(kind()).toHaveValue('WA01');
  await userEvent.click(page.getByRole('button', { name: '改正后入账' }));
  expect(onCorrect).toHaveBeenCalledWith(expect.objectContaining({ hazard: 'WA01' }));
});

test('a correction, severity chosen by hand, then another kind → the severity stays', async () => {
  show();
  await vi.waitFor(() => expect(kind().element().children.length).toBeGreaterThan(5), { timeout: 10_000 });
  await userEvent.selectOptions(kind(), 'WA01');
  await userEvent.selectOptions(severity(), 'general');
  await userEvent.selectOptions(kind(), 'EB01');
  await expect.element(severity()).toHaveValue('general');
});
