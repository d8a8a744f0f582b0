import Plus from 'lucide-solid/icons/plus';
import Search from 'lucide-solid/icons/search';
import X from 'lucide-solid/icons/x';
import { createEffect, createSignal, For, on, onCleanup, Show, type JSX } from 'solid-js';
import { Chips } from '#ui/parts/controls/Chips.tsx';
import { stateFilters, type Found } from '#ui/state/cases/finder.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { captureMessages } from '#ui/i18n/capture.ts';
import { deskMessages } from '#ui/i18n/desk.ts';
import { day } from '#ui/i18n/format-day.ts';
import { named, t } from '#ui/i18n/messages.ts';
import { Conditions } from './Conditions.tsx';
import { plainDesk, type DeskView } from '#ui/screens/desk/desk-address.ts';
import { isComposing } from '#ui/parts/controls/composing.ts';
import styles from './desk-filters.module.css';

/** The list follows this long after the last key. */
const TYPING_MILLIS = 120;

/** `removal`: the change that removes this filter. */
type Condition = { readonly label: string; readonly removal: Partial<DeskView> };

/** The search text, the state, and the filters, each with a button that removes it. */
export const DeskFilters = (props: {
  readonly view: DeskView;
  readonly counts: Found['countByState'] | undefined;
  readonly onChange: (changes: Partial<DeskView>) => void;
  /** Beside the search field. */
  readonly children: JSX.Element;
}) => {
  const { reference } = usePerson();
  const chips = () =>
    stateFilters.map((value) => ({
      value,
      label: deskMessages().stateFilters[value],
      ...(props.counts && { count: props.counts[value] }),
    }));

  const kindLabel = (kind: string): string => {
    const [level, name = ''] = kind.split(':');
    if (level === 'family') return (captureMessages().families as Record<string, string>)[name] ?? name;
    const found = reference.kind(name);
    return found ? named(found.short) : name;
  };
  const gridLabel = (code: string): string => {
    if (code === 'none') return deskMessages().outsideGrids;
    const found = reference.grid(code);
    return found ? named(found.name) : code;
  };
  const dateLabel = ({ span, from, until }: DeskView): string => {
    if (span !== '') return deskMessages().spans[span];
    if (from === until) return day(from);
    if (until === '') return deskMessages().since(day(from));
    return from === '' ? deskMessages().upTo(day(until)) : `${day(from)} – ${day(until)}`;
  };
  const conditions = (): Condition[] => {
    const { view } = props;
    const hasDate = view.span !== '' || view.from !== '' || view.until !== '';
    return [
      ...(view.kind === '' ? [] : [{ label: kindLabel(view.kind), removal: { kind: '' } }]),
      ...(view.grid === '' ? [] : [{ label: gridLabel(view.grid), removal: { grid: '' as const } }]),
      ...(view.severity === ''
        ? []
        : [{ label: t().severities[view.severity], removal: { severity: '' as const } }]),
      ...(view.order === plainDesk.order
        ? []
        : [{ label: deskMessages().orders[view.order], removal: { order: plainDesk.order } }]),
      ...(view.photos === ''
        ? []
        : [{ label: deskMessages().photoFilters[view.photos], removal: { photos: '' as const } }]),
      ...(hasDate ? [{ label: dateLabel(view), removal: { span: '' as const, from: '', until: '' } }] : []),
    ];
  };

  return (
    <div class={styles.filters}>
      <div class={styles.line}>
        <SearchField text={props.view.text} onText={(text) => props.onChange({ text })} />
        {props.children}
      </div>
      <div class={styles.conditions}>
        <Chips
          label={deskMessages().filterState}
          name="desk-state"
          value={props.view.state}
          options={chips()}
          onChoose={(state) => props.onChange({ state })}
        />
        <For each={conditions()}>
          {(condition) => (
            <button
              type="button"
              class={styles.chip}
              aria-label={deskMessages().removeCondition(condition.label)}
              onClick={() => props.onChange(condition.removal)}
            >
              {condition.label}
              <X size={14} aria-hidden="true" />
            </button>
          )}
        </For>
        <button type="button" class={styles.chip} popoverTarget="desk-conditions">
          <Plus size={14} aria-hidden="true" />
          {deskMessages().condition}
        </button>
        <Conditions view={props.view} onChange={props.onChange} />
      </div>
    </div>
  );
};

/** Searches while the person types. During composition by an input method the text is not final: no search. */
const SearchField = (props: { readonly text: string; readonly onText: (text: string) => void }) => {
  let input: HTMLInputElement | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const [isEmpty, setEmpty] = createSignal(props.text === '');
  const search = (): void => {
    clearTimeout(timer);
    const text = input?.value ?? '';
    setEmpty(text === '');
    if (text.trim() !== props.text) props.onText(text.trim());
  };
  onCleanup(() => clearTimeout(timer));
  // The address may change by itself, for example by going back. A focused field has the newer text.
  createEffect(
    on(
      () => props.text,
      (text) => {
        if (!input || input.value.trim() === text || document.activeElement === input) return;
        input.value = text;
        setEmpty(text === '');
      },
    ),
  );
  return (
    <div class={styles.search} role="search">
      <Search class={styles.glass} size={16} aria-hidden="true" />
      <input
        class={styles.input}
        id="desk-search"
        type="text"
        inputMode="search"
        enterkeyhint="search"
        autocomplete="off"
        spellcheck={false}
        value={props.text}
        placeholder={deskMessages().search}
        aria-label={deskMessages().search}
        aria-keyshortcuts="/"
        ref={(it) => {
          input = it;
        }}
        onInput={(event) => {
          clearTimeout(timer);
          if (event.isComposing) return;
          setEmpty(input!.value === '');
          timer = setTimeout(search, TYPING_MILLIS);
        }}
        onCompositionEnd={search}
        onKeyDown={(event) => {
          if (isComposing(event)) return;
          if (event.key === 'Enter') search();
          // Not on Enter: a person who types on would decide cases with letters.
          if (event.key === 'Escape') input!.blur();
        }}
      />
      <Show when={!isEmpty()} fallback={<kbd class={styles.key}>/</kbd>}>
        <button
          type="button"
          class={styles.clear}
          aria-label={deskMessages().clearSearch}
          onClick={() => {
            input!.value = '';
            search();
            input!.focus();
          }}
        >
          <X size={16} aria-hidden="true" />
        </button>
      </Show>
    </div>
  );
};
