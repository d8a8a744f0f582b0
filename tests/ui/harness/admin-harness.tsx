/** Renders the admin desk over a fake server of the office, with the rows of a small county. */
import { afterEach, beforeEach } from 'vitest';
import { page } from 'vitest/browser';
import type { OfficePerson } from '#domain/office/office-person.ts';
import { followHistory, navigate } from '#ui/route/address.ts';
import { Routes } from '#ui/route/Routes.tsx';
import { Admin } from '#ui/screens/admin/Admin.tsx';
import { newOffice, type FakeOffice } from './fake-office.ts';
import { openRoom, type Room } from './person-harness.tsx';

export const SOON = { timeout: 10_000 };
export let room: Room;
export let office: FakeOffice;

const name = (zh: string) => ({ zh, en: zh });
const square = [
  [
    [120, 30],
    [120.01, 30],
    [120.01, 30.01],
    [120, 30],
  ],
];

/** Ten grids: with the areas enough codes for a search in the tree. */
export const grids = [
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((index) => `33019900100200${index}`),
  '330199001003001',
  '330199002001001',
];

/** The ids of people: 36 characters, as the schema wants them. */
export const personId = (index: number): string =>
  `01890000-0000-7000-8000-${String(index).padStart(12, '0')}`;

export const aPerson = (index: number, more: Partial<OfficePerson> = {}): OfficePerson => ({
  id: personId(index),
  name: `人员${index}`,
  role: 'patroller',
  region: '330199',
  scope: ['330199001002001'],
  phone: `137${String(index).padStart(8, '0')}`,
  ...more,
});

/** For every test of a file: an admin at this address of the desk. */
export const openAdminRoom = (path: string, people: () => readonly OfficePerson[] = () => []): void => {
  followHistory();
  beforeEach(async () => {
    await page.viewport(1440, 900);
    navigate(path, { replace: true });
    room = await openRoom('admin');
    office = newOffice();
    office.put(
      'area',
      [
        { code: '330199', name: name('运河区') },
        { code: '330199001', name: name('城南街道') },
        { code: '330199001002', name: name('柳浪社区') },
        { code: '330199002', name: name('城北街道') },
      ],
      'code',
    );
    office.put(
      'grid',
      grids.map((code) => ({
        code,
        name: name(`网格${code.slice(-3)}`),
        polygon: square,
      })),
      'code',
    );
    office.put('person', people());
    room.show(() => (
      <Routes routes={[{ path: '/admin/:section?/:id?', screen: Admin }]} fallback={() => null} />
    ));
  });
  afterEach(() => room.scrap());
};

export const table = () => page.getByRole('table');
/** The lines of the table that are drawn, without the one of the titles. */
export const lines = () =>
  table()
    .getByRole('row')
    .elements()
    .slice(1)
    .map((line) => line.textContent ?? '');
export const openRow = (text: string) => page.getByRole('button', { name: text, exact: true });
export const heading = (text: string) => page.getByRole('heading', { name: text, level: 2 });
export const dialog = () => page.getByRole('dialog');
export const saveButton = () => page.getByRole('button', { name: '保存', exact: true });
