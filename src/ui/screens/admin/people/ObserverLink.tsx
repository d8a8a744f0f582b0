import Link2 from 'lucide-solid/icons/link-2';
import { createSignal, Show } from 'solid-js';
import { renderSVG } from 'uqr';
import type { IssuedCode } from '#domain/office/messages.ts';
import type { ScopeNode } from '#domain/place/scope-tree.ts';
import { observerLinkMessages } from '#ui/i18n/admin/observer-link.ts';
import { shortTime } from '#ui/i18n/format.ts';
import { t } from '#ui/i18n/messages.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { Dialog } from '#ui/parts/controls/Dialog.tsx';
import { TextField } from '#ui/parts/controls/Field.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { officeClientOf } from '#ui/state/office/office.ts';
import { ScopeTree } from '#ui/screens/admin/parts/scope/ScopeTree.tsx';
import styles from './enrolment-code.module.css';

/** Makes a link for observers: several people may enrol by it, up to a number and for some days. */
export const ObserverLink = (props: { readonly tree: ScopeNode }) => {
  const [isOpen, setOpen] = createSignal(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Link2 size={18} aria-hidden="true" />
        {observerLinkMessages().button}
      </Button>
      <Dialog open={isOpen()} label={observerLinkMessages().title} onClose={() => setOpen(false)}>
        <LinkForm tree={props.tree} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
};

const LinkForm = (props: { readonly tree: ScopeNode; readonly onClose: () => void }) => {
  const source = usePerson();
  const [scope, setScope] = createSignal<readonly string[]>([]);
  const [made, setMade] = createSignal<IssuedCode | null>(null);
  const [hasFailed, setFailed] = createSignal(false);
  const make = async (form: HTMLFormElement): Promise<void> => {
    const entered = new FormData(form);
    const answered = await officeClientOf(source).observerCode({
      scope: scope(),
      cap: Number(entered.get('cap')),
      days: Number(entered.get('days')),
    });
    const [code] = answered.ok ? answered.value.codes : [];
    setFailed(!code);
    setMade(code ?? null);
  };
  return (
    <form
      class={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void make(event.currentTarget);
      }}
    >
      <h2>{observerLinkMessages().title}</h2>
      <p class={styles.hint}>{observerLinkMessages().meaning}</p>
      <Show
        when={made()}
        fallback={
          <>
            <ScopeTree
              label={observerLinkMessages().scope}
              tree={props.tree}
              scope={scope()}
              onChange={setScope}
            />
            <TextField
              label={observerLinkMessages().cap}
              name="cap"
              type="number"
              min={1}
              max={5000}
              value={50}
              required
            />
            <TextField
              label={observerLinkMessages().days}
              name="days"
              type="number"
              min={1}
              max={365}
              value={30}
              required
            />
            <Show when={hasFailed()}>
              <p class={styles.fault} role="alert">
                {observerLinkMessages().failed}
              </p>
            </Show>
            <Button type="submit" look="primary" disabled={scope().length === 0}>
              {observerLinkMessages().make}
            </Button>
          </>
        }
      >
        {(code) => (
          <div class={styles.code}>
            <div class={styles.qr} innerHTML={renderSVG(code().link, { border: 2 })} />
            <div>
              <output class={styles.letters}>{code().code}</output>
              <p class={styles.link}>{code().link}</p>
              <p class={styles.hint}>
                {observerLinkMessages().until(shortTime(code().expiresAt, source.now()))}
              </p>
            </div>
          </div>
        )}
      </Show>
      <Button onClick={() => props.onClose()}>{made() ? observerLinkMessages().done : t().cancel}</Button>
    </form>
  );
};
