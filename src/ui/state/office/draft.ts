import { createEffect, createSignal, on, type Accessor } from 'solid-js';
import { officeKinds, type OfficeValues } from '#domain/office/office-kinds.ts';
import type { ReferenceKind } from '#domain/reference/reference.ts';
import type { PersonState } from '#ui/state/person/person.ts';
import type { Row } from './office.ts';
import { createSaving, type Saving } from './save-rows.ts';

/** The form of one row: its value as it is edited, and its saving. */
export type Draft<K extends ReferenceKind> = {
  readonly value: Accessor<OfficeValues[K]>;
  readonly set: (part: Partial<OfficeValues[K]>) => void;
  readonly saving: Saving;
  /** Something was changed here and not saved. */
  readonly isChanged: Accessor<boolean>;
  readonly discard: () => void;
  /** Saves the form, with `more` on top. Returns whether it was written. */
  readonly save: (more?: Partial<OfficeValues[K]>) => Promise<boolean>;
};

/**
 * `onOutdated` reads the row again after a save, or when another editor changed it meanwhile. The form then has the newest row
 * with the fields on top that were changed here.
 */
export const createDraft = <K extends ReferenceKind>(
  source: Pick<PersonState, 'me'>,
  kind: K,
  row: Accessor<Row<K> | null>,
  blank: OfficeValues[K],
  onOutdated: () => void,
): Draft<K> => {
  const saving = createSaving(source);
  const [stored, setStored] = createSignal<OfficeValues[K]>(row()?.value ?? blank);
  const [changes, setChanges] = createSignal<Partial<OfficeValues[K]>>({});
  const value = (): OfficeValues[K] => ({ ...stored(), ...changes() });
  createEffect(
    on(
      () => row()?.seq,
      () => {
        const read = row();
        if (read) setStored(() => read.value);
      },
      { defer: true },
    ),
  );
  return {
    value,
    set: (part) => {
      saving.reset();
      setChanges((it) => ({ ...it, ...part }));
    },
    saving,
    isChanged: () => Object.keys(changes()).length > 0,
    discard: () => {
      saving.reset();
      setChanges({});
    },
    save: async (more = {}) => {
      const edited = { ...value(), ...more };
      const id = row()?.id ?? officeKinds[kind].idOf(edited);
      const isWritten = await saving.save([{ kind, id, value: edited, seq: row()?.seq ?? null }]);
      if (isWritten) {
        setStored(() => edited);
        setChanges({});
      }
      if (isWritten || saving.problems().some(({ code }) => code === 'changedMeanwhile')) onOutdated();
      return isWritten;
    },
  };
};
