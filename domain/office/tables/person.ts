import { readUsername } from '#domain/office/office-person.ts';
import type { Role } from '#domain/ledger/roles.ts';
import { capabilities } from '#domain/people/capabilities.ts';
import { readDay } from './cell.ts';
import { readScope } from './scope.ts';
import { given, readChoice, type Cells, type Note, type Table, type Words } from './table.ts';

const roleWords: Words<Role> = {
  patroller: ['网格员', '网格监督员', '巡查员', 'grid worker'],
  inspector: ['安全检查员', '检查员', '执法人员'],
  reviewer: ['审核主管', '审核员', '主管', '审核'],
  handler: ['处置单位', '处置人员', '处置单位人员', 'unit'],
  observer: ['观察员', '志愿者', 'volunteer'],
  admin: ['管理员', '系统管理员', 'administrator'],
};

const readCertificate = (cell: Cells, note: Note) => {
  const [number, until] = [cell('certificate.number'), cell('certificate.validUntil')];
  if (number === '' && until === '') return undefined;
  if (number === '') note('certificate.number', 'missing');
  if (until === '') note('certificate.validUntil', 'missing');
  const validUntil = readDay(until);
  if (until !== '' && validUntil === null) note('certificate.validUntil', 'badDay', until);
  return { number, validUntil };
};

const readUnit = (cell: Cells, note: Note, named: (kind: 'unit', name: string) => string | undefined) => {
  const name = cell('unit');
  if (name === '') return undefined;
  const unit = named('unit', name);
  if (unit === undefined) note('unit', 'unknownUnit', name);
  return unit;
};

/** 花名册: the natural key is the phone number. It adds no admin and changes none. */
export const personTable: Table<'person'> = {
  columns: [
    { field: 'name', titles: ['姓名', '名字', '人员姓名', 'name', 'full name'], isRequired: true },
    {
      field: 'phone',
      titles: ['手机', '手机号', '手机号码', '电话', '联系电话', 'phone', 'mobile', 'phone number'],
      isRequired: true,
    },
    { field: 'role', titles: ['角色', '岗位', '职务', 'role'], isRequired: true },
    { field: 'scope', titles: ['网格', '网格编码', '负责网格', '范围', 'grids', 'grid', 'scope'] },
    { field: 'unit', titles: ['责任单位', '单位', '处置单位', 'unit'] },
    { field: 'username', titles: ['用户名', '账号', '登录名', 'username', 'user name', 'account'] },
    {
      field: 'certificate.number',
      titles: ['执法证号', '证号', '执法证', 'certificate', 'certificate number'],
    },
    { field: 'certificate.validUntil', titles: ['有效期至', '有效期', '证件有效期', 'valid until'] },
    { field: 'region', titles: ['区县', '区县编码', '县', 'county', 'region'] },
  ],
  keyField: 'phone',
  keysOf: ({ phone }) => (phone ? [phone] : []),
  read: (cell, note, context) => {
    const { view, stored: storedAs, newId, named } = context;
    const phone = cell('phone').replace(/[\s()-]/g, '');
    if (phone === '') note('phone', 'missing');
    const stored = phone === '' ? undefined : storedAs(phone);
    const region = cell('region');
    if (region !== '' && region !== view.region && named('area', region) !== view.region)
      note('region', 'otherCounty', region);
    const role = readChoice(roleWords, 'role', cell, note) ?? stored?.role;
    if (role === undefined && cell('role') === '') note('role', 'missing');
    if ([role, stored?.role].some((it) => it !== undefined && capabilities[it].administers))
      note('role', 'roleNotAllowed');
    const username = cell('username') === '' ? '' : readUsername(cell('username'));
    if (username === null) note('username', 'badForm', cell('username'));
    const scope = readScope(cell, note, context) ?? stored?.scope;
    const isOfField =
      role !== undefined && capabilities[role].live === 'field' && capabilities[role].sight === 'scope';
    if (scope === undefined && isOfField) note('scope', 'missing');
    return {
      id: newId(phone),
      scope: [view.region],
      ...stored,
      ...given({
        name: cell('name'),
        role,
        scope,
        unit: readUnit(cell, note, named),
        username: username ?? undefined,
        certificate: readCertificate(cell, note),
      }),
      region: view.region,
      phone,
    };
  },
};
