import type { Demo } from '#server/server.ts';
import { demoPassword, demoPeople } from './community.ts';
import { demoGrids } from './grids.ts';
import { isDemo, seedDemo } from './seed.ts';

/** A Chinese character is two columns wide. */
const padName = (name: string): string => name + ' '.repeat(Math.max(1, 9 - name.length * 2));

/** A grid by its code and name; a wider scope by its code alone. */
const scopeText = (code: string): string => {
  const grid = demoGrids.find((it) => it.code === code);
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
  // Only a first start draws pictures; a later start does not load the code that draws.
  play: async (services, secret, onProgress) =>
    (await import('./play.ts')).playDemo(services, secret, onProgress),
  greeting,
};
