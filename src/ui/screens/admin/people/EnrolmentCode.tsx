import { createSignal, Show } from 'solid-js';
import { renderSVG } from 'uqr';
import type { IssuedCode } from '#domain/office/messages.ts';
import { peopleMessages } from '#ui/i18n/admin/people.ts';
import { shellMessages } from '#ui/i18n/admin/shell.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { officeClientOf } from '#ui/state/office/office.ts';
import styles from './enrolment-code.module.css';

/** Makes a code for one person and shows it, once. */
export const EnrolmentCode = (props: { readonly person: string }) => {
  const source = usePerson();
  const [code, setCode] = createSignal<IssuedCode | null>(null);
  const [hasFailed, setFailed] = createSignal(false);
  const make = async (): Promise<void> => {
    const answered = await officeClientOf(source).codes([props.person]);
    const [made] = answered.ok ? answered.value.codes : [];
    setFailed(!made);
    if (made) setCode(made);
  };
  return (
    <section class={styles.card} aria-label={peopleMessages().code}>
      <Show when={code()}>
        {(it) => (
          <div class={styles.code}>
            {/* The library escapes nothing: it draws squares only. */}
            <div class={styles.qr} innerHTML={renderSVG(it().link, { border: 2 })} />
            <div>
              <p class={styles.text}>
                {peopleMessages().code} <output class={styles.letters}>{it().code}</output>
              </p>
              <p class={styles.hint}>{peopleMessages().codeHint}</p>
            </div>
          </div>
        )}
      </Show>
      <Show when={hasFailed()}>
        <p role="alert">{shellMessages().unreachable}</p>
      </Show>
      <Button onClick={() => void make()}>
        {code() ? peopleMessages().newCode : peopleMessages().makeCode}
      </Button>
    </section>
  );
};
