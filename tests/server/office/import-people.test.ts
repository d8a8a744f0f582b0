import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OfficePerson } from '#domain/office/office-person.ts';
import type { Unit } from '#domain/people/unit.ts';
import { signIn, type Device } from '#tests/support/clients/device.ts';
import { commit, importAll, preview, rowsOf, wrongs } from '#tests/support/clients/importer.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

let server: TestServer;
let admin: Device;
beforeAll(async () => {
  server = await startTestServer();
  admin = await signIn(server.url, 'admin');
});
afterAll(() => server.end());

const csv = (...lines: readonly string[]): string => lines.join('\r\n');
const people = () => rowsOf<OfficePerson>(admin, 'person');

test('[I3b] units and people, the titles in Chinese, with a heading above → new rows; the same file again → nothing changes', async () => {
  const units = csv('单位名称,类型,联系人,联系电话,负责网格', '幸福物业,物业,张三,057112345678,330199001002');
  await importAll(admin, 'unit', units);
  expect((await importAll(admin, 'unit', units)).shown.counts).toMatchObject({ same: 1, new: 0 });
  const list = csv(
    '西湖街道网格员花名册',
    '',
    '姓名,手机号,角色,网格,责任单位,用户名,执法证号,有效期至',
    '李雷,１３８００００００01,网格员,330199001002001、330199001002002,,Li.Lei,,',
    '韩梅梅,138 0000 0002,处置单位,,幸福物业,,,',
    '林检,13800000003,inspector,330199001002,,,浙-001,2027年1月5日',
  );
  const { shown, written } = await importAll(admin, 'person', list, false, { name: '花名册.csv' });
  expect(shown.counts).toEqual({ new: 3, changed: 0, same: 0, wrong: 0 });
  expect(shown.rows.map(({ row }) => row)).toEqual([4, 5, 6]);
  expect(written.created).toHaveLength(3);
  const all = await people();
  const [unit] = await rowsOf<Unit>(admin, 'unit');
  const added = written.created.map((id) => ({ value: all.find((it) => it.id === id)?.value }));
  expect(added.map(({ value }) => value)).toMatchObject([
    {
      name: '李雷',
      role: 'patroller',
      phone: '13800000001',
      username: 'li.lei',
      scope: ['330199001002001', '330199001002002'],
    },
    { name: '韩梅梅', role: 'handler', unit: unit!.id, scope: ['330199'] },
    { name: '林检', certificate: { number: '浙-001', validUntil: '2027-01-05' } },
  ]);
  const before = await people();
  const again = await importAll(admin, 'person', list);
  expect(again.shown.counts).toEqual({ new: 0, changed: 0, same: 3, wrong: 0 });
  expect(again.written).toMatchObject({ written: 0, created: [] });
  expect(await people()).toEqual(before);
});

test('[I3c] [I3g] a list of people, another county, an admin, a used name, a phone twice → each row wrong by row and column', async () => {
  const shown = await preview(
    admin,
    'person',
    csv(
      'name,phone,role,grids,username,valid until,certificate,unit',
      '甲,13900000001,patroller,110101001002001,,,,',
      '乙,13900000002,管理员,,,,,',
      '丙,13900000003,patroller,330199001002001,wang,,,',
      '丁,13900000004,patroller,330199001002001,,,,',
      '丁二,13900000004,patroller,330199001002001,,,,',
      '戊,1.39E+12,patroller,330199001002001,,,,',
      '己,13900000006,巡山,330199001002001,,,,',
      '庚,13900000007,patroller,330199001002001,,明天,9,没有的单位',
      ',13900000008,patroller,330199009,,,,',
      '辛,13900000009,patroller,,,,,',
    ),
  );
  expect(wrongs(shown)).toEqual([
    '2 D otherCounty 110101001002001',
    '3 C roleNotAllowed',
    '4 E userNameTaken wang',
    '6 B twice 5',
    '7 B scientific 1.39E+12',
    '8 C badChoice 巡山',
    '9 H unknownUnit 没有的单位',
    '9 F badDay 明天',
    '10 A missing',
    '11 D missing',
  ]);
  expect(shown.counts).toEqual({ new: 1, changed: 0, same: 0, wrong: 9 });
});

test('[I3a] an import with a wrong row → nothing is written, left out on purpose → the other rows are', async () => {
  const list = csv('姓名,手机,角色,网格', '王一,13700000001,网格员,330199', '王二,137,网格员,330199');
  const before = await people();
  const shown = await preview(admin, 'person', list);
  expect(shown.counts).toEqual({ new: 1, changed: 0, same: 0, wrong: 1 });
  expect(await people()).toEqual(before);
  expect((await commit(admin, 'person', list, shown)).status).toBe(400);
  expect(await people()).toEqual(before);
  expect((await commit(admin, 'person', list, shown, true)).status).toBe(200);
  expect(await people()).toHaveLength(before.length + 1);
});

test('[I3d] a commit, another file or changed rows since the preview → refused, nothing is written', async () => {
  const list = (name: string) => csv('姓名,手机,角色,网格', `${name},13600000001,网格员,330199`);
  const shown = await preview(admin, 'person', list('赵一'));
  expect((await commit(admin, 'person', list('赵二'), shown)).status).toBe(409);
  // An empty line changes the file and not what would be written.
  expect((await commit(admin, 'person', `${list('赵一')}\r\n`, shown)).status).toBe(409);
  await importAll(admin, 'person', list('赵三'));
  const before = await people();
  expect((await commit(admin, 'person', list('赵一'), shown)).status).toBe(409);
  expect(await people()).toEqual(before);
  const renamed = await preview(admin, 'person', list('赵一'));
  expect(renamed.rows).toMatchObject([
    { outcome: 'changed', changes: [{ field: 'name', before: '赵三', after: '赵一' }] },
  ]);
  await importAll(admin, 'person', list('赵四'));
  expect((await commit(admin, 'person', list('赵一'), renamed)).status).toBe(409);
});

test('[I3e] an import, an empty cell and a column that the file lacks → the stored field stays', async () => {
  await importAll(
    admin,
    'person',
    csv('姓名,手机,角色,网格,用户名', '钱一,13500000001,网格员,330199,qian.yi'),
  );
  const { shown } = await importAll(admin, 'person', csv('姓名,手机,角色,网格', '钱一一,13500000001,,'));
  expect(shown.rows).toMatchObject([{ outcome: 'changed', changes: [{ field: 'name' }] }]);
  expect((await people()).find(({ value }) => value.phone === '13500000001')?.value).toMatchObject({
    name: '钱一一',
    role: 'patroller',
    username: 'qian.yi',
  });
});

test('[I3f] an import → the audit names the file with its hash', async () => {
  const list = csv('姓名,手机,角色,网格', '孙一,13400000001,网格员,330199');
  const { shown } = await importAll(admin, 'person', list, false, { name: '孙.csv' });
  const audit = (await (await admin.request('/api/office/audit?kind=person')).json()) as {
    lines: readonly { source: string; by: string }[];
  };
  expect(audit.lines[0]).toMatchObject({ source: `孙.csv sha256:${shown.hash}`, by: admin.person.id });
});

test('an import by a reviewer or without session → refused', async () => {
  const chen = await signIn(server.url, 'chen');
  expect(
    (await chen.request('/api/office/imports/person?name=a', { method: 'POST', body: 'x' })).status,
  ).toBe(403);
  expect((await fetch(`${server.url}/api/office/imports/person`, { method: 'POST', body: 'x' })).status).toBe(
    401,
  );
});
