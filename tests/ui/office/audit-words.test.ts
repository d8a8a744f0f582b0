import { expect, test } from 'vitest';
import { shippedHazardKinds } from '#domain/catalogue/shipped-hazard-kinds.ts';
import { shippedSettings } from '#domain/office/settings.ts';
import { referenceKinds } from '#domain/reference/reference.ts';
import { auditMessages } from '#ui/i18n/admin/audit.ts';
import { filtersHref, queryOf, readFilters } from '#ui/screens/admin/audit/audit-address.ts';
import { actionOf, changesOf, rowHref, rowName, type Names } from '#ui/screens/admin/audit/line-words.ts';

const names: Names = {
  person: (id) => ({ p1: '王强' })[id],
  unit: (id) => ({ u1: '柳浪物业' })[id],
  grid: (code) => ({ '330199001002001': '柳浪苑东' })[code],
  hazard: (code) => ({ EB01: 'EB01 楼道充电' })[code],
};
const kind = shippedHazardKinds[0]!;
const person = { id: 'p1', name: '王强', role: 'patroller', region: '330199', scope: ['330199001002001'] };
const changes = (before: object | null, after: object | null) => changesOf({ before, after }, names);

test('[B5a] an edited person → roles, grids and units by their names', () => {
  const after = { ...person, role: 'handler', scope: ['330199'], unit: 'u1' };
  expect(changes(person, after)).toEqual([
    { field: '角色', before: '网格员', after: '处置单位' },
    { field: '网格', before: '柳浪苑东', after: '330199' },
    { field: '责任单位', before: '无', after: '柳浪物业' },
  ]);
});

test('[B5a] an edited hazard kind → the limit in words, units by scope', () => {
  const after = {
    ...kind,
    limit: { amount: 2, unit: 'workingDays' },
    units: [{ scope: '330199', unit: 'u1' }],
  };
  expect(changes(kind, after)).toEqual([
    { field: '时限', before: '4 紧急工作时', after: '2 个工作日' },
    { field: '建议的责任单位', before: '无', after: '330199: 柳浪物业' },
  ]);
});

test('[B5a] an edited list → what came and what went', () => {
  const settings = shippedSettings({ zh: '运河区', en: 'Canal District' });
  const [first] = settings.approvals;
  const after = {
    ...settings,
    approvals: [...settings.approvals, { ...first!, hazard: 'EB01', fromTime: 2 }],
  };
  expect(changes(settings, after)).toEqual([
    { field: '审批表', before: '', after: 'EB01 楼道充电：同一案件第 2 次起要延期，由审核主管决定' },
  ]);
});

test('[B5a] a line → added, changed, retired, restored or removed', () => {
  const retired = { ...kind, retired: true };
  expect(actionOf({ before: null, after: kind })).toBe('added');
  expect(actionOf({ before: kind, after: { ...kind, zh: 'x' } })).toBe('changed');
  expect(actionOf({ before: kind, after: retired })).toBe('retired');
  expect(actionOf({ before: retired, after: kind })).toBe('restored');
  expect(actionOf({ before: kind, after: null })).toBe('removed');
});

test('[B5a] a line → the name of its row, and the section that opens it', () => {
  expect(rowName({ kind: 'hazardKind', id: 'EB01', before: kind, after: null }, names)).toBe(
    'EB01 楼道、室内违规充电',
  );
  expect(rowName({ kind: 'session', id: 'd1', before: null, after: { person: 'p1' } }, names)).toBe('王强');
  expect(rowName({ kind: 'code', id: 'p1', before: null, after: { expiresAt: 1 } }, names)).toBe('王强');
  expect(rowName({ kind: 'code', id: 'observer', before: null, after: { cap: 9 } }, names)).toBe('观察员');
  expect(rowName({ kind: 'recovery', id: 'code', before: null, after: null }, names)).toBe('');
  expect(rowHref({ kind: 'unit', id: 'u1' })).toBe('/admin/units/u1');
  expect(rowHref({ kind: 'code', id: 'p1' })).toBeNull();
  for (const it of referenceKinds) expect(auditMessages().kinds[it], it).toBeTruthy();
});

test('the filters of the audit → in the address and back; both days count whole', () => {
  const filters = { kind: 'person', id: 'a b', by: '', from: '2026-03-01', to: '2026-03-01' };
  const href = filtersHref(filters);
  expect(readFilters(new URL(href, 'http://x').search)).toEqual(filters);
  const { from, to } = queryOf(filters);
  expect(to! - from!).toBe(24 * 3_600_000);
  expect(filtersHref(readFilters(''))).toBe('/admin/audit');
});
