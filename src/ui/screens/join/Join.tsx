import { createSignal, onMount, Show } from 'solid-js';
import type { Look } from '#domain/protocol/enrolment.ts';
import { errorMessages } from '#ui/i18n/errors.ts';
import { joinMessages } from '#ui/i18n/join.ts';
import { named, t } from '#ui/i18n/messages.ts';
import { wrongAddressText } from '#ui/i18n/sign-in.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { TextField } from '#ui/parts/controls/Field.tsx';
import { LanguageSwitch } from '#ui/parts/controls/LanguageSwitch.tsx';
import { Mark } from '#ui/parts/layout/Mark.tsx';
import { announceScreen } from '#ui/parts/layout/Screen.tsx';
import { navigate } from '#ui/route/address.ts';
import { useApp } from '#ui/state/app/context.ts';
import { createEnrolment } from '#ui/state/app/enrolment.ts';
import { markFirstScreenReady } from '#ui/state/app/first-screen.ts';
import type { SignInFault } from '#ui/state/app/session.ts';
import styles from '#ui/screens/sign-in.module.css';

const faultText = (fault: SignInFault): string => {
  if (typeof fault === 'object') return wrongAddressText(fault);
  switch (fault) {
    case 'offline':
    case 'timeout':
    case 'stopped':
      return joinMessages().offline;
    case 'tooManyTries':
      return joinMessages().limited;
    case 'noStorage':
    case 'insecure':
      return joinMessages().noStorage;
    case 'wrongCredentials':
      return errorMessages().notSignedIn;
    default:
      return errorMessages()[fault];
  }
};

/** Enrols this phone by a code: from the fragment of the address, or typed. Nothing is used up before the person confirms. */
export const Join = () => {
  const enrolment = createEnrolment(useApp().session);
  onMount(markFirstScreenReady);
  announceScreen(
    () => joinMessages().title,
    () => undefined,
  );
  const [code, setCode] = createSignal(location.hash.slice(1));
  const [look, setLook] = createSignal<Look | null>(null);
  const [fault, setFault] = createSignal<SignInFault | null>(null);
  const [isBusy, setBusy] = createSignal(false);
  const attempt = async (work: () => Promise<SignInFault | null>): Promise<void> => {
    setBusy(true);
    setFault(await work());
    setBusy(false);
  };
  const ask = () =>
    attempt(async () => {
      const found = await enrolment.look(code());
      if (!found.ok) return found.error;
      setLook(found.value);
      return null;
    });
  onMount(() => {
    if (code() !== '') void ask();
  });
  const take = (of: Look, form: HTMLFormElement) =>
    attempt(async () => {
      const entered = new FormData(form);
      const failed = await enrolment.take(code(), of, {
        username: String(entered.get('username') ?? ''),
        password: String(entered.get('password') ?? ''),
      });
      if (failed === null) navigate('/', { replace: true });
      return failed;
    });
  return (
    <div class={styles.page}>
      <header class={styles.head}>
        <Mark class={styles.mark} />
        <h1>{joinMessages().title}</h1>
      </header>
      <Show
        when={look()}
        fallback={
          <form
            class={styles.form}
            onSubmit={(event) => {
              event.preventDefault();
              void ask();
            }}
          >
            <TextField
              label={joinMessages().code}
              hint={joinMessages().enterHint}
              value={code()}
              required
              maxLength={20}
              autocapitalize="characters"
              autocomplete="one-time-code"
              onInput={({ currentTarget }) => setCode(currentTarget.value)}
            />
            <Fault fault={fault()} />
            <Button type="submit" look="primary" large wide disabled={isBusy()}>
              {joinMessages().next}
            </Button>
          </form>
        }
      >
        {(of) => (
          <form
            class={styles.form}
            onSubmit={(event) => {
              event.preventDefault();
              void take(of(), event.currentTarget);
            }}
          >
            <p class={styles.lead}>
              {joinMessages().youAre} <strong>{of().name}</strong>
              {t().separator}
              {t().roles[of().role]}
              {t().separator}
              {named(of().office)}
            </p>
            <p class={styles.lead}>{joinMessages().notYou}</p>
            <TextField
              label={joinMessages().username}
              hint={joinMessages().usernameHint}
              name="username"
              required
              value={of().username ?? ''}
              readOnly={of().username !== null}
              autocapitalize="none"
              autocomplete="username"
            />
            <TextField
              label={joinMessages().password}
              hint={joinMessages().passwordHint}
              name="password"
              type="password"
              required
              minLength={8}
              maxLength={128}
              autocomplete="new-password"
            />
            <Fault fault={fault()} />
            <Button type="submit" look="primary" large wide disabled={isBusy()}>
              {joinMessages().confirm}
            </Button>
          </form>
        )}
      </Show>
      <div class={styles.foot}>
        <LanguageSwitch />
      </div>
    </div>
  );
};

const Fault = (props: { readonly fault: SignInFault | null }) => (
  <Show when={props.fault}>
    {(fault) => (
      <p class={styles.fault} role="alert">
        {faultText(fault())}
      </p>
    )}
  </Show>
);
