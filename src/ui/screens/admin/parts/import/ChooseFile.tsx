import Download from 'lucide-solid/icons/download';
import FileUp from 'lucide-solid/icons/file-up';
import { createSignal, For, Show } from 'solid-js';
import type { ImportKind } from '#domain/office/messages.ts';
import { importColumns } from '#ui/i18n/admin/import-columns.ts';
import { importMessages } from '#ui/i18n/admin/import.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import type { Datum } from '#ui/state/office/office.ts';
import type { Fault } from '#ui/state/office/importing.ts';
import { csvText, saveFile } from './csv.ts';
import styles from './import.module.css';

const datums: readonly Datum[] = ['WGS84', 'GCJ02', 'BD09'];

/** Chooses or drops a file, and says which columns it needs. */
export const ChooseFile = (props: {
  readonly kind: ImportKind;
  readonly fault: Fault | null;
  readonly onChoose: (file: File, datum?: Datum) => void;
}) => {
  let input: HTMLInputElement | undefined;
  const [isOver, setOver] = createSignal(false);
  const [datum, setDatum] = createSignal<Datum>('WGS84');
  const isShapes = () => props.kind === 'grid';
  const hasPositions = () => props.kind === 'place';
  const take = (files: FileList | null | undefined): void => {
    const file = files?.[0];
    if (file) props.onChoose(file, hasPositions() ? datum() : undefined);
  };
  const columns = () => importColumns()[props.kind];
  const saveTemplate = (): void => {
    saveFile(`${importMessages().title[props.kind]}.csv`, csvText([columns().map(({ title }) => title)]));
  };
  return (
    <div class={styles.choose}>
      <Show when={props.fault}>
        {(fault) => (
          <p class={styles.fault} role="alert">
            {importMessages().faults[fault().code](fault().text)}
          </p>
        )}
      </Show>
      <Show when={hasPositions()}>
        <fieldset class={styles.datums}>
          <legend class={styles.legend}>{importMessages().datum}</legend>
          <For each={datums}>
            {(it) => (
              <label class={styles.datum}>
                <input type="radio" name="datum" checked={datum() === it} onChange={() => setDatum(it)} />
                {importMessages().datums[it]}
              </label>
            )}
          </For>
          <p class={styles.soft}>{importMessages().datumHint}</p>
        </fieldset>
      </Show>
      <div
        class={styles.drop}
        data-over={isOver()}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer?.files);
        }}
      >
        <FileUp size={32} strokeWidth={1.5} aria-hidden="true" />
        <p>{importMessages().drop}</p>
        <Button look="primary" onClick={() => input?.click()}>
          {importMessages().choose}
        </Button>
        <input
          ref={(it) => {
            input = it;
          }}
          class="visually-hidden"
          type="file"
          tabIndex={-1}
          aria-label={importMessages().choose}
          accept={isShapes() ? '.geojson,.json' : '.csv,.txt,.xlsx'}
          onChange={({ currentTarget }) => {
            take(currentTarget.files);
            // The same file may be chosen again after it was corrected.
            currentTarget.value = '';
          }}
        />
        <p class={styles.soft}>{importMessages().formats(isShapes())}</p>
      </div>
      <section class={styles.columns}>
        <header class={styles.columnsHead}>
          <h2 class={styles.legend}>{importMessages().columns}</h2>
          <Show when={!isShapes()}>
            <Button onClick={saveTemplate}>
              <Download size={18} aria-hidden="true" />
              {importMessages().template}
            </Button>
          </Show>
        </header>
        <dl class={styles.columnList}>
          <For each={columns()}>
            {({ title, text, isRequired }) => (
              <div class={styles.column}>
                <dt>{title}</dt>
                <dd>
                  <Show when={isRequired}>
                    <span class={styles.required}>{importMessages().required}</span>
                  </Show>
                  {text}
                </dd>
              </div>
            )}
          </For>
        </dl>
        <Show when={!isShapes()}>
          <p class={styles.soft}>{importMessages().templateHint}</p>
        </Show>
      </section>
    </div>
  );
};
