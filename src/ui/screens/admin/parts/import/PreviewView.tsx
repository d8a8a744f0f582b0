import Download from 'lucide-solid/icons/download';
import { createMemo, createSignal, For, Show } from 'solid-js';
import { outcomes, type ImportKind, type Outcome, type Preview } from '#domain/office/messages.ts';
import { countText } from '#ui/i18n/admin/count-text.ts';
import { importMessages } from '#ui/i18n/admin/import.ts';
import { t } from '#ui/i18n/messages.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { csvText, saveFile } from './csv.ts';
import { PreviewTable } from './PreviewTable.tsx';
import { wrongRowsTable } from './preview-rows.ts';
import styles from './import.module.css';

const order: readonly Outcome[] = ['new', 'same', 'changed', 'wrong'];

/** What a file would change, row by row. Nothing is written before the button at the end. */
export const PreviewView = (props: {
  readonly kind: ImportKind;
  readonly name: string;
  readonly preview: Preview;
  readonly isWriting: boolean;
  readonly onWrite: (leaveOut: boolean) => void;
}) => {
  const [only, setOnly] = createSignal<Outcome | null>(null);
  const [mayLeaveOut, setLeaveOut] = createSignal(false);
  const counts = () => props.preview.counts;
  const writable = () => counts().new + counts().changed;
  const isComplete = () => counts().wrong === 0 || mayLeaveOut();
  const isCut = () => outcomes.reduce((sum, it) => sum + counts()[it], 0) > props.preview.rows.length;
  const rows = createMemo(() =>
    props.preview.rows.filter(({ outcome }) => only() === null || outcome === only()),
  );
  const wrongListed = createMemo(
    () => props.preview.rows.filter(({ outcome }) => outcome === 'wrong').length,
  );
  return (
    <>
      <div class={styles.summary}>
        <div class={styles.counts} role="group" aria-label={importMessages().result}>
          <For each={order}>
            {(outcome) => (
              <button
                type="button"
                class={styles.count}
                data-outcome={outcome}
                data-none={counts()[outcome] === 0}
                aria-pressed={only() === outcome}
                onClick={() => setOnly((it) => (it === outcome ? null : outcome))}
              >
                <strong>{countText(counts()[outcome])}</strong> {importMessages().outcome[outcome]}
              </button>
            )}
          </For>
        </div>
        <p class={styles.soft} role="status">
          {props.isWriting ? importMessages().writing : importMessages().nothingWritten}
        </p>
      </div>
      <Show when={props.preview.ignored.length > 0}>
        <p class={styles.note}>{importMessages().ignored(props.preview.ignored.join(t().separator))}</p>
      </Show>
      <Show when={isCut()}>
        <p class={styles.note}>{importMessages().onlyFirst(props.preview.rows.length)}</p>
      </Show>
      <PreviewTable columns={props.preview.columns} rows={rows()} />
      <footer class={styles.foot}>
        <Show when={counts().wrong > 0}>
          <Button
            onClick={() =>
              saveFile(
                `${props.name.replace(/\.\w+$/, '')} ${importMessages().wrongFile}.csv`,
                csvText(wrongRowsTable(props.preview)),
              )
            }
          >
            <Download size={18} aria-hidden="true" />
            {importMessages().downloadWrong(wrongListed())}
          </Button>
        </Show>
        <div class={styles.commit}>
          <Show when={writable() > 0} fallback={<p class={styles.soft}>{importMessages().nothingToWrite}</p>}>
            <Show when={counts().wrong > 0}>
              <label class={styles.leaveOut}>
                <input
                  type="checkbox"
                  checked={mayLeaveOut()}
                  onChange={({ currentTarget }) => setLeaveOut(currentTarget.checked)}
                />
                {importMessages().leaveOut(counts().wrong)}
              </label>
            </Show>
            <Button
              look="primary"
              disabled={props.isWriting || !isComplete()}
              title={isComplete() ? undefined : importMessages().chooseFirst}
              onClick={() => props.onWrite(mayLeaveOut())}
            >
              {importMessages().write(writable(), props.kind)}
            </Button>
          </Show>
        </div>
      </footer>
    </>
  );
};
