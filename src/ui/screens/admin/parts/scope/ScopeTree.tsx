import ChevronRight from 'lucide-solid/icons/chevron-right';
import X from 'lucide-solid/icons/x';
import { createMemo, createSignal, createUniqueId, For, Index, Show } from 'solid-js';
import { coverOf, toggleScope, type ScopeNode } from '#domain/place/scope-tree.ts';
import { scopeMessages } from '#ui/i18n/admin/scope.ts';
import { t } from '#ui/i18n/messages.ts';
import { nameText } from '#ui/screens/admin/parts/name-text.ts';
import { SearchField } from '#ui/screens/admin/parts/SearchField.tsx';
import { codesIn, isBranch, shownNodes, type ShownNode } from './scope-nodes.ts';
import styles from './scope-tree.module.css';

/** A tree with fewer codes is seen at a glance: it needs no search. */
const SEARCHED_FROM = 12;

const checkedOf = { all: 'true', part: 'mixed', none: 'false' } as const;

const nodeName = ({ name }: ScopeNode): string => (name ? nameText(name) : '');

/**
 * Chooses a scope: county, streets, communities and grids as a tree with checkboxes. Keys: the arrows move, open and close; space
 * checks; a letter or digit goes to the search. `scope` is the shortest list of codes.
 */
export const ScopeTree = (props: {
  readonly label: string;
  readonly tree: ScopeNode;
  readonly scope: readonly string[];
  readonly onChange: (scope: readonly string[]) => void;
  readonly fault?: string | null;
}) => {
  const faultId = createUniqueId();
  let list: HTMLDivElement | undefined;
  let searchField: HTMLInputElement | undefined;
  const [search, setSearch] = createSignal('');
  const known = createMemo(() => codesIn(props.tree));
  // Open at first: what leads to the scope. With nothing chosen, the county.
  const [opened, setOpened] = createSignal<ReadonlySet<string>>(
    new Set([
      props.tree.code,
      ...[...codesIn(props.tree)].filter((code) =>
        props.scope.some((it) => it !== code && it.startsWith(code)),
      ),
    ]),
  );
  const shown = createMemo(() => shownNodes(props.tree, opened(), search(), nodeName));
  const [current, setCurrent] = createSignal(props.tree.code);
  const active = () =>
    shown().some(({ node }) => node.code === current()) ? current() : shown()[0]?.node.code;
  const strangers = () => props.scope.filter((code) => !known().has(code));

  const toggle = ({ code }: ScopeNode): void => props.onChange(toggleScope(props.scope, props.tree, code));
  const setOpen = (code: string, isOpen: boolean): void => {
    const next = new Set(opened());
    if (isOpen) next.add(code);
    else next.delete(code);
    setOpened(next);
  };
  const focus = (code: string | undefined): void => {
    if (code === undefined) return;
    setCurrent(code);
    list?.querySelector<HTMLElement>(`[data-code="${code}"]`)?.focus();
  };
  const parentOf = (at: number): ShownNode | undefined =>
    shown()
      .slice(0, at)
      .findLast(({ level }) => level < shown()[at]!.level);
  const onKey = (event: KeyboardEvent): void => {
    const at = shown().findIndex(({ node }) => node.code === active());
    const item = shown()[at];
    if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
    const { node, isOpen } = item;
    const act: Record<string, () => void> = {
      ArrowDown: () => focus(shown()[at + 1]?.node.code),
      ArrowUp: () => focus(shown()[at - 1]?.node.code),
      Home: () => focus(shown()[0]?.node.code),
      End: () => focus(shown().at(-1)?.node.code),
      ArrowRight: () =>
        isBranch(node) && !isOpen
          ? setOpen(node.code, true)
          : focus(isOpen ? shown()[at + 1]?.node.code : undefined),
      ArrowLeft: () => (isOpen && !search() ? setOpen(node.code, false) : focus(parentOf(at)?.node.code)),
      ' ': () => toggle(node),
      Enter: () => toggle(node),
    };
    if (act[event.key]) {
      event.preventDefault();
      // The keys of the table beside would open another row.
      event.stopPropagation();
      act[event.key]!();
    } else if (event.key.length === 1 && searchField) {
      // The letter itself is typed into the field that has the focus now.
      event.stopPropagation();
      searchField.focus();
    }
  };

  return (
    <div class={styles.scope}>
      <div class={styles.head}>
        <span class={styles.label}>{props.label}</span>
        <Show when={known().size >= SEARCHED_FROM}>
          <SearchField
            label={scopeMessages().search}
            value={search()}
            onInput={setSearch}
            ref={(it) => {
              searchField = it;
            }}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown') focus(shown()[0]?.node.code);
              else if (event.key === 'Escape' && search()) setSearch('');
              else if (event.key !== 'Enter') return;
              event.preventDefault();
              event.stopPropagation();
            }}
          />
        </Show>
      </div>
      <div
        ref={(it) => {
          list = it;
        }}
        class={styles.tree}
        role="tree"
        aria-label={props.label}
        aria-multiselectable="true"
        aria-describedby={props.fault ? faultId : undefined}
        on:keydown={onKey}
      >
        {/* Index: a line keeps the focus while lines below it open and close. */}
        <Index each={shown()} fallback={<p class={styles.note}>{scopeMessages().nothing}</p>}>
          {(line) => {
            const node = () => line().node;
            return (
              <div
                role="treeitem"
                class={styles.node}
                style={{ '--level': line().level }}
                data-code={node().code}
                tabIndex={node().code === active() ? 0 : -1}
                aria-level={line().level + 1}
                aria-expanded={isBranch(node()) ? line().isOpen : undefined}
                aria-checked={checkedOf[coverOf(props.scope, node().code)]}
                onFocus={() => setCurrent(node().code)}
                onClick={() => {
                  focus(node().code);
                  toggle(node());
                }}
              >
                <span
                  class={styles.chevron}
                  data-open={line().isOpen}
                  aria-hidden="true"
                  onClick={(event) => {
                    event.stopPropagation();
                    if (isBranch(node())) setOpen(node().code, !line().isOpen);
                  }}
                >
                  <Show when={isBranch(node())}>
                    <ChevronRight size={16} />
                  </Show>
                </span>
                <span class={styles.box} aria-hidden="true" />
                <span class={styles.name}>
                  {line().level === 0 ? node().code : node().code.slice(-3)} {nodeName(node())}
                </span>
                <span class={styles.inside}>
                  {scopeMessages().inside(line().level, node().children.length, node().grids)}
                </span>
              </div>
            );
          }}
        </Index>
      </div>
      <For each={strangers()}>
        {(code) => (
          <p class={styles.stranger}>
            {scopeMessages().stranger(code)}
            <button
              type="button"
              class={styles.remove}
              aria-label={`${t().close} ${code}`}
              onClick={() => props.onChange(props.scope.filter((it) => it !== code))}
            >
              <X size={16} aria-hidden="true" />
            </button>
          </p>
        )}
      </For>
      <Show when={props.fault}>
        <p id={faultId} class={styles.fault} role="alert">
          {props.fault}
        </p>
      </Show>
    </div>
  );
};
