import ScanLine from 'lucide-solid/icons/scan-line';
import { createEffect, createSignal, on, Show } from 'solid-js';
import { readCode, shownCode } from '#domain/protocol/enrolment.ts';
import { joinMessages } from '#ui/i18n/join.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { TextField } from '#ui/parts/controls/Field.tsx';
import { Mark } from '#ui/parts/layout/Mark.tsx';
import { lazyScreen } from '#ui/route/lazy-screen.tsx';
import type { SignInFault } from '#ui/state/app/session.ts';
import { faultText } from './fault-text.ts';
import styles from '#ui/screens/sign-in.module.css';

const Scan = lazyScreen(async () => (await import('./Scan.tsx')).Scan);

/** The code by hand, in any spelling, or by the camera. */
export const EnterCode = (props: {
  readonly code: string;
  readonly fault: SignInFault | null;
  readonly isBusy: boolean;
  readonly onCode: (code: string) => void;
}) => {
  const [text, setText] = createSignal('');
  const [isWrong, setWrong] = createSignal(false);
  const [isScanning, setScanning] = createSignal(false);
  createEffect(
    on(
      () => props.code,
      (code) => {
        const read = readCode(code);
        setText(read === null ? code : shownCode(read));
      },
    ),
  );
  const submit = (): void => {
    const code = readCode(text());
    setWrong(code === null);
    if (code !== null) props.onCode(code);
  };
  return (
    <Show
      when={!isScanning()}
      fallback={
        <Scan
          onClose={() => setScanning(false)}
          onCode={(code) => {
            setScanning(false);
            props.onCode(code);
          }}
        />
      }
    >
      <header class={styles.head}>
        <Mark class={styles.mark} />
        <h1>{joinMessages().title}</h1>
        <p class={styles.lead}>{joinMessages().lead}</p>
      </header>
      <form
        class={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div class={styles.code}>
          <TextField
            label={joinMessages().code}
            hint={joinMessages().enterHint}
            fault={isWrong() ? joinMessages().notACode : null}
            value={text()}
            maxLength={20}
            autocapitalize="characters"
            autocomplete="one-time-code"
            spellcheck={false}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
        </div>
        <Show when={!isWrong() && props.fault}>
          {(fault) => (
            <p class={styles.fault} role="alert">
              {faultText(fault(), 'look')}
            </p>
          )}
        </Show>
        <Button type="submit" look="primary" large wide disabled={props.isBusy}>
          {props.isBusy ? joinMessages().busy : joinMessages().next}
        </Button>
        <Button wide large onClick={() => setScanning(true)}>
          <ScanLine size={20} aria-hidden="true" />
          {joinMessages().scan}
        </Button>
      </form>
    </Show>
  );
};
