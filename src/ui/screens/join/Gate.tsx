import { For, Show } from 'solid-js';
import { readCode, shownCode } from '#domain/protocol/enrolment.ts';
import type { InAppBrowser } from '#device/in-app-browser.ts';
import { joinMessages } from '#ui/i18n/join.ts';
import { rareMessages } from '#ui/i18n/rare.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { Mark } from '#ui/parts/layout/Mark.tsx';
import styles from '#ui/screens/sign-in.module.css';

export type GateKind = { readonly kind: 'inApp'; readonly app: InAppBrowser } | { readonly kind: 'iphone' };

/** Where what is stored would be lost: what to do first. The code is not used up by it. */
export const Gate = (props: {
  readonly of: GateKind;
  readonly code: string;
  readonly onGoOn: () => void;
}) => {
  const app = () => (props.of.kind === 'inApp' ? rareMessages().apps[props.of.app] : null);
  const code = () => readCode(props.code);
  return (
    <>
      <header class={styles.head}>
        <Mark class={styles.mark} />
        <h1>{app() === null ? joinMessages().gate.iphone : joinMessages().gate.inApp(app()!)}</h1>
        <p class={styles.lead}>
          {app() === null ? joinMessages().gate.iphoneWhy : joinMessages().gate.inAppWhy(app()!)}
        </p>
      </header>
      <Show
        when={app() === null}
        fallback={
          <div class={styles.steps}>
            <p>{joinMessages().gate.inAppHow}</p>
            <p class={styles.address}>{location.href}</p>
          </div>
        }
      >
        <ol class={styles.steps}>
          <For each={joinMessages().gate.iphoneSteps}>{(step) => <li>{step}</li>}</For>
        </ol>
        <Show when={code()}>{(it) => <p class={styles.letters}>{shownCode(it())}</p>}</Show>
      </Show>
      <Button look="quiet" wide onClick={() => props.onGoOn()}>
        {joinMessages().gate.anyway}
      </Button>
    </>
  );
};
