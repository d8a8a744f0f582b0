/** Plants one bug of the bank while its file is loaded, for the run that `PLANTED_BUG` names. */
import type { Plugin } from 'vite';
import { loadedMutations } from '#tests/faults/mutations-loaded.ts';

export const plantBug = (): Plugin => {
  const bug = loadedMutations.find(({ name }) => name === process.env.PLANTED_BUG);
  return {
    name: 'plant-bug',
    enforce: 'pre',
    transform: (code, id) => {
      if (!bug || !id.split('?')[0]!.endsWith(`/${bug.file}`)) return null;
      if (code.split(bug.find).length !== 2)
        throw new Error(`${bug.file} does not hold the text of: ${bug.name}`);
      return { code: code.replace(bug.find, () => bug.replacement), map: null };
    },
  };
};
