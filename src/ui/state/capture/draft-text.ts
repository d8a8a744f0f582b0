import { createSignal } from 'solid-js';

/**
 * Words typed into a dialog. They outlast it, the screen and a page that is loaded anew, until they are saved:
 * whoever comes back to what `of` names goes on with them.
 */
export const createDraftText = (of: () => string): readonly [() => string, (words: string) => void] => {
  const [changed, setChanged] = createSignal(0);
  const key = () => `words/${of()}`;
  return [
    () => {
      changed();
      return sessionStorage.getItem(key()) ?? '';
    },
    (words) => {
      if (words === '') sessionStorage.removeItem(key());
      else sessionStorage.setItem(key(), words);
      setChanged((count) => count + 1);
    },
  ];
};
