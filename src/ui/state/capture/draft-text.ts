import { createSignal } from 'solid-js';

/**
 * Text typed into a dialog, kept in sessionStorage by the key `of` until it is saved. It survives the dialog, the screen
 * and a reload of the page.
 */
export const createDraftText = (of: () => string): readonly [() => string, (text: string) => void] => {
  const [changed, setChanged] = createSignal(0);
  const key = () => `words/${of()}`;
  return [
    () => {
      changed();
      return sessionStorage.getItem(key()) ?? '';
    },
    (text) => {
      if (text === '') sessionStorage.removeItem(key());
      else sessionStorage.setItem(key(), text);
      setChanged((count) => count + 1);
    },
  ];
};
