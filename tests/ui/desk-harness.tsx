/** Renders the desk of a reviewer, and creates cases for its list. */
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { page } from 'vitest/browser';
import type { Case, CasePhoto } from '#domain/case/case.ts';
import type { Severity } from '#domain/catalogue/hazard-kinds.ts';
import { subjectKey } from '#domain/ledger/subject-key.ts';
import { uuidV7 } from '#domain/ledger/uuid-v7.ts';
import { followHistory, navigate } from '#ui/route/address.ts';
import { Routes } from '#ui/route/Routes.tsx';
import { Desk } from '#ui/screens/desk/Desk.tsx';
import { openRoom, type Room } from './person-harness.tsx';

export const SOON = { timeout: 10_000 };
export const newId = () => uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));

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
  aCase('EB01', 'major', '7', 3),
  aCase('WA01', 'minor', '8', 2),
  aCase('EB02', 'major', '9', 1),
];

export const aCase = (
  hazard: string,
  severity: Severity,
  building: string,
  minutesAgo: number,
  photos: readonly CasePhoto[] = [],
): Case => {
  const id = newId();
  const event = newId();
  const at = Date.now() - minutesAgo * 60_000;
  return {
    kind: 'case',
    id,
    state: 'reported',
    reportEvent: event,
    reporter: 'somebody',
    device: 'phone',
    reportedAt: at,
    region: '330199',
    gridScope: '330199001002001',
    grid: '330199001002001',
    hazard,
    severity,
    channel: 'patrol',
    spot: { placeId: null, placeName: '', building, unit: '', floor: '', detail: '' },
    position: null,
    noPosition: 'indoors',
    description: `在 ${building} 幢`,
    handled: false,
    dismissReason: '',
    photos,
    timeline: [
      {
        eventId: event,
        type: 'case.reported',
        author: 'somebody',
        device: 'phone',
        role: 'patroller',
        at,
        deviceAt: at,
        receivedAt: at,
        verdict: 'applied',
        reason: null,
        text: '',
        photos: 0,
      },
    ],
  };
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
