import { createSignal } from 'solid-js';
import type { PersonId } from '#domain/ledger/ids.ts';
import type { EventType } from '#domain/subjects.ts';

/** By key: text that the storage did not take, because the disk is full or the browser refuses it. */
const unstored = new Map<string, string>();

/** The key for the text of an act. */
export const draftTextKey = (person: PersonId, caseId: string, type: EventType): string =>
  `${person}/${caseId}/${type}`;

const [changed, setChanged] = createSignal(0);

/**
 * Text typed into a dialog, stored by the key `of` until it is saved. It survives the dialog, the screen, and the end of the
 * browser.
 */
export const createDraftText = (of: () => string): readonly [() => string, (text: string) => void] => {
  const key = () => `words/${of()}`;
  return [
    () => {
      changed();
      // Earlier versions of the app used sessionStorage.
      return unstored.get(key()) ?? localStorage.getItem(key()) ?? sessionStorage.getItem(key()) ?? '';
    },
    (text) => {
      unstored.delete(key());
      sessionStorage.removeItem(key());
      try {
        if (text === '') localStorage.removeItem(key());
        else localStorage.setItem(key(), text);
      } catch {
        unstored.set(key(), text);
      }
      setChanged((count) => count + 1);
    },
  ];
};
