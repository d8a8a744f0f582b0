import type { Problem } from '#domain/office/problem.ts';
import { gridsMessages } from '#ui/i18n/admin/grids.ts';
import { problemText } from '#ui/i18n/admin/problems.ts';
import { TextField } from '#ui/parts/controls/Field.tsx';

type Name = { readonly zh: string; readonly en: string };

/** A name in both languages. An English one that is left empty is the Chinese one. */
export const NameFields = (props: {
  readonly name: Name;
  readonly problem: Problem | undefined;
  readonly onChange: (name: Name) => void;
}) => (
  <>
    <TextField
      label={gridsMessages().nameZh}
      value={props.name.zh}
      required
      maxLength={120}
      fault={props.problem ? problemText(props.problem) : null}
      onInput={({ currentTarget }) => {
        const zh = currentTarget.value;
        props.onChange({ zh, en: props.name.en === props.name.zh ? zh : props.name.en });
      }}
    />
    <TextField
      label={gridsMessages().nameEn}
      hint={gridsMessages().nameEnHint}
      value={props.name.en === props.name.zh ? '' : props.name.en}
      maxLength={120}
      onInput={({ currentTarget }) =>
        props.onChange({ ...props.name, en: currentTarget.value || props.name.zh })
      }
    />
  </>
);
