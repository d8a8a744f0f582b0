/** Renders the desk of a reviewer, and creates cases for its list. */
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { page } from 'vitest/browser';
import type { Case } from '#domain/case/case.ts';
import { subjectKey } from '#domain/ledger/subject-key.ts';
import { followHistory, navigate } from '#ui/route/address.ts';
import { Routes } from '#ui/route/Routes.tsx';
import { Desk } from '#ui/screens/desk/Desk.tsx';
import { aCase, aSpot, aTimelineEntry } from '#tests/support/data/a-case.ts';
import { newId } from '#tests/support/data/new-id.ts';
import { openRoom, type Room } from './person-harness.tsx';
import type { SubjectPhoto } from '#domain/ledger/subject-base.ts';
import type { Severity } from '#domain/catalogue/severities.ts';

export { newId };

export const SOON = { timeout: 10_000 };

/** The person and app state of the current test. */
export let room: Room;

export const showDesk = (): void =>
  room.show(() => <Routes routes={[{ path: '/desk/:id?', screen: Desk }]} fallback={() => null} />);

/** For every test of a file: a reviewer, the desk, and these cases in its list. */
export const openDeskRoom = (cases: () => readonly Case[] = () => []): void => {
  followHistory();
  beforeEach(async () => {
    await page.viewport(1440, 900);
    navigate('/desk', { replace: true });
    room = await openRoom('reviewer');
    const toReview = cases();
    await pull(...toReview);
    showDesk();
    await vi.waitFor(() => expect(titles()).toHaveLength(toReview.length), SOON);
  });
  afterEach(() => room.scrap());
};

export const threeToReview = (): readonly Case[] => [
  caseToReview('EB01', 'major', '7', 3),
  caseToReview('WA01', 'minor', '8', 2),
  caseToReview('EB02', 'major', '9', 1),
];

export const caseToReview = (
  hazard: string,
  severity: Severity,
  building: string,
  minutesAgo: number,
  photos: readonly SubjectPhoto[] = [],
): Case => {
  const at = Date.now() - minutesAgo * 60_000;
  const eventId = newId();
  return aCase({
    id: newId(),
    reportEvent: eventId,
    reportedAt: at,
    grid: '330199001002001',
    hazard,
    severity,
    spot: aSpot({ building }),
    description: `在 ${building} 幢`,
    photos,
    timeline: [aTimelineEntry({ eventId, at, deviceAt: at, receivedAt: at })],
  });
};

export const pull = async (...cases: Case[]): Promise<void> => {
  await room.db.subjects.bulkPut(
    cases.map((subject, index) => ({
      key: subjectKey(subject),
      seq: index + 1,
      subject,
      stored: {},
      snapshot: 1,
    })),
  );
};

export const list = () => page.getByRole('list', { name: '案件列表' });
export const lines = () => list().getByRole('listitem');
export const titles = () =>
  lines()
    .elements()
    .map((line) => line.textContent ?? '');
export const saved = async () => (await room.db.outbox.toArray()).map((row) => row.event);
export const openCase = (name: string) =>
  expect.element(page.getByRole('heading', { name, level: 2 }), SOON).toBeVisible();
export const search = () => page.getByRole('textbox', { name: /搜索/ });
export const holds = (count: number) =>
  vi.waitFor(() => expect(lines().first().element().getAttribute('aria-setsize')).toBe(String(count)), SOON);
