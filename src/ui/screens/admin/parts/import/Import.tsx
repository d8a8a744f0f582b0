import { Match, Show, Switch } from 'solid-js';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import type { ImportKind, Preview } from '#domain/office/messages.ts';
import { importMessages } from '#ui/i18n/admin/import.ts';
import { shellMessages } from '#ui/i18n/admin/shell.ts';
import { Button, ButtonLink } from '#ui/parts/controls/Button.tsx';
import { Heading } from '#ui/screens/admin/parts/Heading.tsx';
import { address } from '#ui/route/address.ts';
import { Redirect } from '#ui/route/Routes.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { createImporting, type ImportStep } from '#ui/state/office/importing.ts';
import { ChooseFile } from './ChooseFile.tsx';
import { importedKind } from './import-address.ts';
import { ImportDone } from './ImportDone.tsx';
import { PreviewView } from './PreviewView.tsx';
import styles from './import.module.css';

export { IMPORT } from './import-address.ts';

/** Imports a file: chosen, shown as what it would change, written when the person says so. */
export const Import = (props: { readonly section: string }) => (
  <Show when={importedKind(address().query)} keyed fallback={<Redirect href={`/admin/${props.section}`} />}>
    {(kind) => <Wizard section={props.section} kind={kind} />}
  </Show>
);

const totalOf = ({ counts }: Preview): number => counts.new + counts.same + counts.changed + counts.wrong;

const Wizard = (props: { readonly section: string; readonly kind: ImportKind }) => {
  const importing = createImporting(usePerson(), props.kind);
  const { step, reset } = importing;
  const at = <A extends ImportStep['at']>(...names: readonly A[]) => {
    const it = step();
    return (names as readonly string[]).includes(it.at) ? (it as Extract<ImportStep, { at: A }>) : undefined;
  };
  const isBusy = () => step().at === 'sending' || step().at === 'writing';
  return (
    <section class={styles.import} aria-label={importMessages().title[props.kind]} aria-busy={isBusy()}>
      <header class={styles.top}>
        <ButtonLink look="quiet" icon href={`/admin/${props.section}`} aria-label={importMessages().back}>
          <ArrowLeft aria-hidden="true" />
        </ButtonLink>
        <Heading title={importMessages().title[props.kind]} />
        <Show when={at('preview', 'writing')}>
          {(it) => (
            <>
              <p class={styles.file}>
                {importMessages().file(it().name, it().preview.sheet, totalOf(it().preview))}
              </p>
              <div class={styles.other}>
                <Button disabled={isBusy()} onClick={() => reset()}>
                  {importMessages().otherFile}
                </Button>
              </div>
            </>
          )}
        </Show>
      </header>
      <Show when={importing.trouble()}>
        {(trouble) => (
          <p class={styles.trouble} role="alert">
            {
              {
                unreachable: shellMessages().unreachable,
                refused: importMessages().refused,
                planChanged: importMessages().planChanged,
              }[trouble()]
            }
          </p>
        )}
      </Show>
      <Switch>
        <Match when={at('choose')}>
          <ChooseFile
            kind={props.kind}
            fault={importing.fault()}
            onChoose={(file, datum) => void importing.choose(file, datum)}
          />
        </Match>
        <Match when={at('sending')}>
          {(it) => (
            <div class={styles.progress} role="status">
              <p>{it().name}</p>
              {/* Without a value it shows that the time is not known. */}
              <Show
                when={it().percent < 100}
                fallback={<progress class={styles.bar} aria-label={importMessages().checking} />}
              >
                <progress
                  class={styles.bar}
                  aria-label={importMessages().sending(it().percent)}
                  max={100}
                  value={it().percent}
                />
              </Show>
              <p class={styles.soft}>
                {it().percent < 100 ? importMessages().sending(it().percent) : importMessages().checking}
              </p>
            </div>
          )}
        </Match>
        <Match when={at('preview', 'writing')}>
          {(it) => (
            <PreviewView
              kind={props.kind}
              name={it().name}
              preview={it().preview}
              isWriting={it().at === 'writing'}
              onWrite={(leaveOut) => void importing.write(leaveOut)}
            />
          )}
        </Match>
        <Match when={at('done')}>
          {(it) => (
            <ImportDone
              kind={props.kind}
              section={props.section}
              written={it().written}
              created={it().created}
              onAnother={reset}
            />
          )}
        </Match>
      </Switch>
    </section>
  );
};
