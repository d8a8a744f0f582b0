import Undo2 from 'lucide-solid/icons/undo-2';
import { createEffect, createSignal, onCleanup, Show } from 'solid-js';
import type { Millis } from '#domain/base/units.ts';
import { onPageKeys } from '#ui/parts/controls/page-keys.ts';
import { usePerson } from '#ui/state/app/context.ts';
import { createCase } from '#ui/state/cases/cases.ts';
import { createUndo } from '#ui/state/cases/undo.ts';
import { detailMessages } from '#ui/i18n/detail.ts';
import { spotLine } from '#ui/i18n/place.ts';
import { named, t } from '#ui/i18n/messages.ts';
import { undoMessages } from '#ui/i18n/undo.ts';
import styles from './undo-bar.module.css';

const RESULT_SHOWN: Millis = 4_000;

/** Names the last decision as long as it can be undone, with a button to undo it. Ctrl+Z does the same. */
export const UndoBar = () => {
  const person = usePerson();
  const { reference } = person;
  const { row, undo } = createUndo(person);
  const { shown } = createCase(person, () => row()?.event.subject.id ?? '');
  const [result, setResult] = createSignal<'undone' | 'tooLate' | null>(null);
  const [busy, setBusy] = createSignal(false);

  const undoNow = async (): Promise<void> => {
    const held = row();
    if (!held || busy()) return;
    setBusy(true);
    const isUndone = await undo(held).finally(() => setBusy(false));
    setResult(isUndone ? 'undone' : 'tooLate');
  };
  createEffect(() => {
    if (result() === null) return;
    const timer = setTimeout(() => setResult(null), RESULT_SHOWN);
    onCleanup(() => clearTimeout(timer));
  });
  // A new decision replaces the result of the last undo.
  createEffect(() => row() && setResult(null));
  onPageKeys({ 'Ctrl+z': () => void undoNow() });

  const decided = () => {
    const it = row();
    if (!it) return null;
    const what = detailMessages().events[it.event.type];
    const found = shown()?.case;
    const kind = found && reference.kind(found.hazard);
    const where = found && spotLine(found.spot);
    return [what, kind && named(kind.short), where].filter(Boolean).join(t().separator);
  };
  const text = () => {
    const said = result();
    return said ? undoMessages()[said] : decided();
  };

  return (
    <div class={styles.place}>
      <div class={styles.bar} data-shown={text() !== null}>
        <p class={styles.text} role="status">
          {text()}
        </p>
        <Show when={result() === null && row()}>
          {(it) => (
            <button
              type="button"
              class={styles.undo}
              style={{ '--left': `${(it().notBefore ?? 0) - Date.now()}ms` }}
              aria-keyshortcuts="Control+Z"
              disabled={busy()}
              onClick={() => void undoNow()}
            >
              <Undo2 size={20} aria-hidden="true" />
              {undoMessages().undo}
            </button>
          )}
        </Show>
      </div>
    </div>
  );
};
