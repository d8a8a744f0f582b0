import type { Demo } from '#server/server.ts';
import { demoPassword, demoPeople } from './community.ts';
import { demoGrids } from './grids.ts';
import { isDemo, seedDemo } from './seed.ts';

/** A Chinese character takes two columns on a terminal. */
const padName = (name: string): string => name + ' '.repeat(Math.max(1, 9 - name.length * 2));

/** A grid is shown with code and name, a wider scope with its code only. */
const scopeText = (code: string): string => {
  const grid = demoGrids.find((grid) => grid.code === code);
  return grid ? `${code}  ${grid.name.zh} ${grid.name.en}` : code;
};

const greeting = (): readonly string[] => [
  '',
  `  Demo sign-ins, password ${demoPassword} for all (anyone who reaches this server can use them):`,
  ...demoPeople.map(
    ({ username, role, name, scope }) =>
      `    ${username.padEnd(8)}${role.padEnd(11)}${padName(name)}${scope.map(scopeText).join(', ')}`,
  ),
];

export const demo: Demo = {
  isDemo,
  seed: seedDemo,
  // Only the first start plays: later starts do not load this code.
  play: async (services, secret, output) => (await import('./play.ts')).playDemo(services, secret, output),
  greeting,
};
