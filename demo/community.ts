/**
 * The community of the demo: its region, its people and their sign-ins. Its geography is in `grids.ts` and `places.ts`.
 * All names, codes and people are fictional.
 */
import type { Settings } from '#domain/office/settings.ts';
import type { Unit } from '#domain/people/unit.ts';
import type { Area } from '#domain/place/area.ts';
import type { NewPerson } from '#server/auth/people.ts';

export const demoRegion = '330199';
export const demoCommunity = `${demoRegion}001002`;
export const demoPassword = 'xunge-demo';

/** The grids are numbered from 1. */
export const demoGridCode = (number: number): string => `${demoCommunity}${String(number).padStart(3, '0')}`;

export const demoAreas: readonly Area[] = [
  { code: demoRegion, name: { zh: '运河区', en: 'Canal District' } },
  { code: demoCommunity.slice(0, 9), name: { zh: '城南街道', en: 'South Town Street' } },
  { code: demoCommunity, name: { zh: '柳浪社区', en: 'Willow Community' } },
];

export const demoOffice: Settings['office'] = {
  zh: '运河区网格化管理中心',
  en: 'Canal District Grid Office',
};

export const demoUnits: readonly Unit[] = [
  {
    id: 'unit-property',
    kind: 'property',
    name: { zh: '柳浪物业服务中心', en: 'Willow Property Services' },
    scope: [demoCommunity],
    hazards: ['EB01', 'EB02', 'EB03', 'EB05', 'EB06', 'WA05', 'WA06'],
  },
  {
    id: 'unit-squad',
    kind: 'urbanManagement',
    name: { zh: '城南街道综合执法队', en: 'South Town Enforcement Squad' },
    scope: [demoCommunity.slice(0, 9)],
    hazards: ['WA01', 'WA02', 'WA03', 'WA04', 'FS01', 'PF01', 'PF02'],
  },
  {
    id: 'unit-gas',
    kind: 'gas',
    name: { zh: '运河区燃气服务站', en: 'Canal District Gas Service' },
    scope: [demoRegion],
    hazards: ['GC01', 'GC02', 'GC03', 'GC04', 'GC05', 'GC06', 'GC07'],
  },
];

const person = (
  username: string,
  name: string,
  role: NewPerson['role'],
  scope: readonly string[],
  unit: string | null = null,
): NewPerson => ({
  username,
  name,
  role,
  region: demoRegion,
  scope: [...scope],
  password: demoPassword,
  unit,
});

export const demoPeople: readonly NewPerson[] = [
  person('wang', '王强', 'patroller', [demoGridCode(1)]),
  person('zhao', '赵敏', 'patroller', [demoGridCode(2)]),
  person('qian', '钱芳', 'patroller', [demoGridCode(3)]),
  person('shen', '沈建国', 'patroller', [demoGridCode(4)]),
  person('feng', '冯丽', 'patroller', [demoGridCode(5)]),
  person('jiang', '蒋勇', 'patroller', [demoGridCode(6)]),
  person('sun', '孙伟', 'inspector', [demoCommunity]),
  person('yan', '严晓燕', 'inspector', [demoCommunity]),
  person('chen', '陈静', 'reviewer', [demoRegion]),
  person('lin', '林涛', 'reviewer', [demoRegion]),
  person('liu', '刘洋', 'handler', [demoCommunity], 'unit-property'),
  person('zhou', '周琳', 'observer', [demoCommunity]),
  person('admin', '吴刚', 'admin', [demoRegion]),
];
