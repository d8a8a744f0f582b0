/**
 * The community of the demo: its region, its people and their sign-ins. Its geography is in `grids.ts` and `places.ts`.
 * All names, codes and people are fictional.
 */
import type { NewPerson } from '#server/auth/people.ts';

export const demoRegion = '330199';
export const demoCommunity = `${demoRegion}001002`;
export const demoPassword = 'xunge-demo';

/** The grids are numbered from 1. */
export const demoGridCode = (number: number): string => `${demoCommunity}${String(number).padStart(3, '0')}`;

const person = (
  username: string,
  name: string,
  role: NewPerson['role'],
  scope: readonly string[],
): NewPerson => ({ username, name, role, region: demoRegion, scope: [...scope], password: demoPassword });

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
  person('liu', '刘洋', 'handler', [demoCommunity]),
  person('zhou', '周琳', 'observer', [demoCommunity]),
  person('admin', '吴刚', 'admin', [demoRegion]),
];
