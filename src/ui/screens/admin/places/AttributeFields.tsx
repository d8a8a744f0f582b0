import Plus from 'lucide-solid/icons/plus';
import X from 'lucide-solid/icons/x';
import { Index, Show } from 'solid-js';
import { placesMessages } from '#ui/i18n/admin/places.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { TextField } from '#ui/parts/controls/Field.tsx';
import styles from './places.module.css';

export type Attribute = { readonly name: string; readonly value: string };

/** Without the lines that are empty. */
export const recordOf = (attributes: readonly Attribute[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    attributes.map(({ name, value }) => [name.trim(), value.trim()] as const).filter(([name]) => name !== ''),
  );

/** A name that is there twice; null if there is none. */
export const repeated = (attributes: readonly Attribute[]): string | null => {
  const names = attributes.map(({ name }) => name.trim()).filter((name) => name !== '');
  return names.find((name, i) => names.indexOf(name) !== i) ?? null;
};

/** What else the office records about a place: names and values. */
export const AttributeFields = (props: {
  readonly attributes: readonly Attribute[];
  /** A name that is there twice. */
  readonly fault: string | null;
  readonly onChange: (attributes: readonly Attribute[]) => void;
}) => {
  const set = (at: number, part: Partial<Attribute>): void =>
    props.onChange(props.attributes.map((it, i) => (i === at ? { ...it, ...part } : it)));
  return (
    <fieldset class={styles.group}>
      <legend class={styles.legend}>{placesMessages().attributes}</legend>
      <Index each={props.attributes}>
        {(it, at) => (
          <div class={styles.attribute}>
            <TextField
              label={placesMessages().attribute}
              value={it().name}
              maxLength={40}
              onInput={({ currentTarget }) => set(at, { name: currentTarget.value })}
            />
            <TextField
              label={placesMessages().value}
              value={it().value}
              maxLength={200}
              onInput={({ currentTarget }) => set(at, { value: currentTarget.value })}
            />
            <Button
              look="quiet"
              icon
              aria-label={placesMessages().removeAttribute}
              onClick={() => props.onChange(props.attributes.filter((_, i) => i !== at))}
            >
              <X size={18} aria-hidden="true" />
            </Button>
          </div>
        )}
      </Index>
      <Show when={props.fault}>
        {(name) => (
          <p class={styles.fault} role="alert">
            {placesMessages().sameAttribute(name())}
          </p>
        )}
      </Show>
      <div>
        <Button look="quiet" onClick={() => props.onChange([...props.attributes, { name: '', value: '' }])}>
          <Plus size={18} aria-hidden="true" />
          {placesMessages().addAttribute}
        </Button>
      </div>
    </fieldset>
  );
};
