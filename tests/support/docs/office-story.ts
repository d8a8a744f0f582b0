/** What an office has set up when the pictures of the admin desk are taken: names, settings, some edits. */
import type { Page } from 'playwright-core';
import { editsAnswerSchema, rowsAnswerSchema, type Edit } from '#domain/office/messages.ts';
import type { Settings } from '#domain/office/settings.ts';
import type { ReferenceKind } from '#domain/reference/reference.ts';
import type { Look } from '#tests/support/docs/scenes.ts';
import { readAnswer, signIn } from '#tests/support/clients/device.ts';

/** Edits the office through its interface, as an admin does. */
export const setsUpTheOffice = async (url: string, username: string): Promise<void> => {
  const admin = await signIn(url, username);
  const rows = async (kind: ReferenceKind) =>
    (await readAnswer(rowsAnswerSchema, await admin.request(`/api/office/rows/${kind}`))).rows;
  const edit = async (...edits: Edit[]): Promise<void> => {
    const body = JSON.stringify({ edits });
    const sent = await admin.request('/api/office/edits', { method: 'POST', body });
    const { problems } = await readAnswer(editsAnswerSchema, sent);
    if (problems.length > 0) throw new Error(JSON.stringify(problems));
  };
  const [settings] = await rows('settings');
  const value = settings!.value as Settings;
  await edit({
    kind: 'settings',
    id: settings!.id,
    seq: settings!.seq,
    value: {
      ...value,
      office: { zh: '运河区网格化管理中心', en: 'Canal District Grid Office' },
      approvals: [
        ...value.approvals,
        { what: 'extension', hazard: 'EB01', fromTime: 2, fromCases: 1, role: 'admin' },
      ],
      filingNumber: '浙网信备 330199-2026-01',
      feedback: '12345 热线，或到区网格中心一楼窗口',
    } satisfies Settings,
  });
  const [kinds, units] = await Promise.all([rows('hazardKind'), rows('unit')]);
  const kind = kinds.find(({ id }) => id === 'EB01')!;
  await edit({
    kind: 'hazardKind',
    id: kind.id,
    seq: kind.seq,
    value: {
      ...(kind.value as object),
      limit: { amount: 2, unit: 'urgentHours' },
      units: [
        { scope: '330199', unit: units[0]!.id },
        { scope: '330199001002', unit: units[1]!.id },
      ],
    },
  });
};

type Screen = readonly [scene: string, path: string, content: string];

/** Screens of the admin desk, with their addresses, and what is there once they are read. */
const screens: readonly Screen[] = [
  ['admin-first-steps', '/admin/first-steps', 'main ol > li'],
  ['admin-hazards', '/admin/hazards', 'main [role=row]'],
  ['admin-hazard', '/admin/hazards/EB01', 'aside form li'],
  ['admin-calendar', '/admin/calendar/2026', 'main table'],
  ['admin-calendar-none', '/admin/calendar/2027', 'main section p'],
  ['admin-settings', '/admin/settings', 'main form li'],
  ['admin-audit', '/admin/audit', 'main time'],
];
const registers: readonly Screen[] = (
  [
    ['people', 'person'],
    ['units', 'unit'],
    ['grids', 'grid'],
    ['places', 'place'],
  ] as const
).flatMap(([section, kind]) => [
  [`admin-${section}`, `/admin/${section}`, 'main [role=row] button'],
  [`admin-${section}-import`, `/admin/${section}/import?kind=${kind}`, 'main input[type=file]'],
]);

const looksAt = async (page: Page, list: readonly Screen[], look: Look): Promise<void> => {
  for (const [scene, path, content] of list) {
    await page.goto(path);
    await page.locator(content).first().waitFor({ state: 'attached' });
    await look(scene);
  }
};

/** Each screen of the admin desk that an office edits, except the registers. */
export const overOffice = (page: Page, look: Look): Promise<void> => looksAt(page, screens, look);

/** The registers with one open row each, their imports, and the devices. */
export const overRegisters = async (page: Page, look: Look): Promise<void> => {
  await looksAt(page, registers, look);
  await looksAt(page, [['admin-devices', '/admin/devices', 'main [role=row] button']], look);
  for (const [section, scene] of [
    ['people', 'admin-person'],
    ['units', 'admin-unit'],
    ['places', 'admin-place'],
  ] as const) {
    await page.goto(`/admin/${section}`);
    await page.getByRole('row').nth(2).getByRole('button').click();
    await page.locator('aside form').waitFor();
    await look(scene);
  }
};
