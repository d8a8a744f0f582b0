import { createSignal } from 'solid-js';
import type { Edit } from '#domain/office/messages.ts';
import type { Problem } from '#domain/office/problem.ts';
import type { PersonState } from '#ui/state/person/person.ts';
import { noteOfficeChange } from './changes.ts';
import { officeClientOf } from './office.ts';

export type SaveState = 'idle' | 'saving' | 'saved' | 'unreachable' | 'refused';

/** Writes edits and keeps what the server said about them. */
export const createSaving = (source: Pick<PersonState, 'me'>) => {
  const [state, setState] = createSignal<SaveState>('idle');
  const [problems, setProblems] = createSignal<readonly Problem[]>([]);
  return {
    state,
    problems,
    /** The problem of a field and of the fields inside it. */
    problemOf: (field: string): Problem | undefined =>
      problems().find((it) => it.field === field || it.field.startsWith(`${field}.`)),
    /** Somebody else edited a row since it was read: read it again. */
    hasChangedMeanwhile: (): boolean => problems().some(({ code }) => code === 'changedMeanwhile'),
    reset: (): void => {
      setState('idle');
      setProblems([]);
    },
    /** Returns whether the edits were written. */
    save: async (edits: readonly Edit[]): Promise<boolean> => {
      setState('saving');
      setProblems([]);
      const answered = await officeClientOf(source).edit(edits);
      if (!answered.ok) {
        setState(answered.error.kind === 'link' ? 'unreachable' : 'refused');
        return false;
      }
      setProblems(answered.value.problems);
      setState(answered.value.problems.length > 0 ? 'refused' : 'saved');
      if (answered.value.problems.length === 0) noteOfficeChange();
      return answered.value.problems.length === 0;
    },
  };
};
export type Saving = ReturnType<typeof createSaving>;
