import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { recordVerdicts, unsentEvents } from '#storage/outbox/outbox.ts';
import { saveReport } from '#storage/outbox/save-report.ts';
import { Reports } from '#ui/screens/Reports.tsx';
import { TodayBody } from '#ui/screens/TodayBody.tsx';
import { draftOf, randomBytes } from '#tests/storage/samples.ts';
import { openRoom, type Room } from '#tests/ui/harness/person-harness.tsx';

let room: Room;
afterEach(() => room.scrap());

test.each([
  ['my reports', () => <Reports />],
  ['today', () => <TodayBody />],
])('the focus on a report card, its report is sent → kept: %s', async (_, screen) => {
  room = await openRoom();
  const author = { db: room.db, signedIn: room.row, now: Date.now(), random: randomBytes };
  await saveReport(author, draftOf(), { grids: [], places: [] });
  room.show(screen);
  const link = page.getByRole('article').getByRole('link');
  await expect.element(link).toBeVisible();
  (link.element() as HTMLElement).focus();
  const [event] = await unsentEvents(room.db);
  const verdict = {
    hash: event!.hash,
    verdict: 'applied',
    reason: null,
    seq: 1,
    receivedAt: Date.now(),
    receipt: 'r',
    duplicate: false,
  } as const;
  await recordVerdicts(room.db, [event!], [verdict]);
  await expect.element(page.getByText('已齐全')).toBeVisible();
  expect(document.activeElement).toBe(link.element());
});
