import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OfficePerson } from '#domain/office/office-person.ts';
import type { Area } from '#domain/place/area.ts';
import { postSignIn, cookiesOf, signIn } from '#tests/support/clients/device.ts';
import { rowsOf } from '#tests/support/clients/importer.ts';
import { makeFolder, startTestServer, type TestServerOptions } from '#tests/support/servers/test-server.ts';

let root: string;
beforeAll(async () => {
  root = await makeFolder();
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** A folder with these files. */
const folderOf = async (name: string, files: Readonly<Record<string, string>>): Promise<string> => {
  const folder = join(root, name);
  await mkdir(folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
  return folder;
};

const county = {
  'county.json': '{"code":"330199","name":{"zh":"运河区","en":"Canal District"}}',
  'areas.csv': '编码,名称\n330199001,柳浪街道',
  'hazards.csv': '编码,名称,等级,时限\nOT98,高空抛物,重大,3个工作日',
  'units.csv': '名称,类型,隐患类别\n柳浪物业,物业,OT98 EB01',
  'people.csv':
    '姓名,手机,角色,网格,责任单位\n李雷,13800000001,网格员,330199,\n韩梅,13800000002,处置单位,,柳浪物业',
  'calendar.csv': '年份,放假,调休上班,来源\n2027,2027-01-01~2027-01-03,,通知',
};

const start = async (folder: string, options: TestServerOptions = {}) => {
  const lines: string[] = [];
  const server = await startTestServer({
    isDemoWanted: false,
    importFolder: folder,
    onImportNotice: (line) => lines.push(line),
    ...options,
  });
  return { server, lines };
};

const becomeAdmin = (url: string, code: string, region: string): Promise<Response> =>
  fetch(`${url}/api/first-admin`, {
    method: 'POST',
    body: JSON.stringify({ code, name: '吴刚', username: 'wu.gang', password: 'a long password', region }),
  });

test('[I5a] [I5c] an empty server, a folder of a county → one line a file; then a first admin of this county; again → the same rows', async () => {
  const folder = await folderOf('county', county);
  const dataDir = join(root, 'data');
  const first = await start(folder, { dataDir });
  expect(first.lines).toEqual([
    'Imported county.json: 运河区.',
    'Imported areas.csv: 1 new, 0 changed, 0 unchanged.',
    'Imported hazards.csv: 1 new, 0 changed, 0 unchanged.',
    'Imported units.csv: 1 new, 0 changed, 0 unchanged.',
    'Imported people.csv: 2 new, 0 changed, 0 unchanged.',
    'Imported calendar.csv: 1 new, 0 changed, 0 unchanged.',
  ]);
  const code = first.server.firstAdminCode ?? '';
  expect(code).toMatch(/^[a-z0-9]{12}$/);
  expect(await (await fetch(`${first.server.url}/api/welcome`)).json()).toMatchObject({ needsAdmin: true });
  expect((await becomeAdmin(first.server.url, code, '330102')).status).toBe(400);
  expect((await becomeAdmin(first.server.url, code, '330199')).status).toBe(201);
  await first.server.close();

  const second = await start(folder, { dataDir });
  expect(second.lines).toHaveLength(5);
  for (const line of second.lines) expect(line).toMatch(/: 0 new, 0 changed, \d unchanged\.$/);
  expect(second.server.firstAdminCode).toBeNull();
  const { url } = second.server;
  const admin = await signIn(url, 'wu.gang', { password: 'a long password' });
  const people = await rowsOf<OfficePerson>(admin, 'person');
  expect(people.map(({ value }) => value.name).sort()).toEqual(['吴刚', '李雷', '韩梅'].sort());
  expect((await rowsOf<Area>(admin, 'area')).map(({ id }) => id)).toEqual(['330199', '330199001']);
  expect(
    (await rowsOf<{ off: string[] }>(admin, 'calendar')).find(({ id }) => id === '2027')?.value.off,
  ).toEqual(['2027-01-01']);
  expect(cookiesOf(await postSignIn(url, 'wu.gang', 'a long password'))).not.toBe('');
  await second.server.end();
});

test('[I5b] a folder, a wrong row → the start fails with file, row and column; nothing of the file is written', async () => {
  const folder = await folderOf('wrong', {
    ...county,
    'people.csv':
      '姓名,手机,角色,网格,责任单位\n李雷,13800000001,网格员,330199,\n韩梅,13800000002,处置单位,,没有的物业',
  });
  const dataDir = join(root, 'wrong-data');
  await expect(start(folder, { dataDir })).rejects.toThrow(
    /people\.csv, row 3, column E: unknown unit: 没有的物业\. Nothing of this file was written\.$/,
  );
  const { server, lines } = await start(await folderOf('right', county), { dataDir });
  expect(lines).toContain('Imported units.csv: 0 new, 0 changed, 1 unchanged.');
  expect(lines).toContain('Imported people.csv: 2 new, 0 changed, 0 unchanged.');
  await server.end();
});

test.each([
  ['no folder', null, /does not exist\.$/],
  ['no county', { 'areas.csv': '编码,名称\n330199001,柳浪街道' }, /does not say its county/],
  ['an odd county.json', { 'county.json': '{"code":33}' }, /county\.json must be like/],
  ['a file twice', { ...county, 'areas.xlsx': 'PK' }, /areas\.csv and .*areas\.xlsx: only one/],
  ['no table', { ...county, 'units.csv': '<html>' }, /units\.csv: unknown format\.$/],
] as const)('[I5b] a folder with %s → the start fails in words', async (name, files, message) => {
  const folder = files === null ? join(root, 'nowhere') : await folderOf(name, files);
  await expect(start(folder, { dataDir: join(root, `data of ${name}`) })).rejects.toThrow(message);
});
