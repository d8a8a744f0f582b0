import { createEffect } from 'solid-js';
import { shellMessages } from '#ui/i18n/admin/shell.ts';
import type { Selection } from './selection.ts';

/** The checkbox over the checkboxes of the rows. */
export const SelectAll = (props: { readonly selection: Selection }) => {
  const watch = (element: HTMLInputElement): void => {
    createEffect(() => {
      element.indeterminate = props.selection.isAny() && !props.selection.isAll();
    });
  };
  return (
    <input
      ref={watch}
      type="checkbox"
      aria-label={shellMessages().selectAll}
      checked={props.selection.isAll()}
      onChange={({ currentTarget }) => props.selection.setAll(currentTarget.checked)}
    />
  );
};
