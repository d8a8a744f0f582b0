import { createEffect, createSignal, on, type Accessor } from 'solid-js';
import type { OfficeValues } from '#domain/office/office-kinds.ts';
import type { Problem } from '#domain/office/problem.ts';
import type { ReferenceKind } from '#domain/reference/reference.ts';
import type { PersonState } from '#ui/state/person/person.ts';
import type { Row } from './office.ts';
import { createSaving, type Saving } from './save-rows.ts';

/** The form of one row: the value as it is edited, and its saving. */
export type RowEdit<K extends ReferenceKind> = {
  readonly value: Accessor<OfficeValues[K]>;
  readonly set: (part: Partial<OfficeValues[K]>) => void;
  readonly saving: Saving;
  /** Saves the form, with `more` on top. Returns whether it was written. */
  readonly save: (more?: Partial<OfficeValues[K]>) => Promise<boolean>;
};

/**
 * When another editor changed the row meanwhile, `onChanged` reads it again; the form then has the newest row with the fields
 * on top that were changed here.
 */
export const createRowEdit = <K extends ReferenceKind>(
  source: Pick<PersonState, 'me'>,
  kind: K,
  row: Accessor<Row<K> | null>,
  blank: OfficeValues[K] & { readonly id: string },
  onChanged: () => void,
): RowEdit<K> => {
  const saving = createSaving(source);
  const [stored, setStored] = createSignal<OfficeValues[K]>(row()?.value ?? blank);
  const [changed, setChanged] = createSignal<Partial<OfficeValues[K]>>({});
  const value = (): OfficeValues[K] => ({ ...stored(), ...changed() });
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
    set: (part) => void setChanged((it) => ({ ...it, ...part })),
    saving,
    save: async (more = {}) => {
      const edited = { ...value(), ...more };
      const id = row()?.id ?? blank.id;
      const isWritten = await saving.save([{ kind, id, value: edited, seq: row()?.seq ?? null }]);
      if (isWritten) {
        setStored(() => edited);
        setChanged({});
      }
      if (isWritten || saving.problems().some(isOutdated)) onChanged();
      return isWritten;
    },
  };
};

const isOutdated = ({ code }: Problem): boolean => code === 'changedMeanwhile';
