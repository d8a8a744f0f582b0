/** Vite plugin: plants the bug that `PLANTED_BUG` names while its file is loaded. Nothing on the disk changes. */
import type { Plugin } from 'vite';
import { plant } from '#tests/faults/mutations/anchor.ts';
import { loadedMutations } from '#tests/faults/mutations/mutations-loaded.ts';

export const plantBug = (): Plugin => {
  const bug = loadedMutations.find(({ name }) => name === process.env.PLANTED_BUG);
  return {
    name: 'plant-bug',
    enforce: 'pre',
    transform: (code, id) =>
      bug && id.split('?')[0]!.endsWith(`/${bug.file}`) ? { code: plant(code, bug), map: null } : null,
  };
};
