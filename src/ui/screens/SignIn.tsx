import { createEffect, createSignal, For, Show } from 'solid-js';
import { Banner } from '#ui/parts/banners/Banner.tsx';
import { Button, ButtonLink } from '#ui/parts/controls/Button.tsx';
import { TextField } from '#ui/parts/controls/Field.tsx';
import { InsecureBanner } from '#ui/parts/banners/InsecureBanner.tsx';
import { seldomWords } from '#ui/i18n/rare.ts';
import { LanguageSwitch } from '#ui/parts/controls/LanguageSwitch.tsx';
import { Mark } from '#ui/parts/layout/Mark.tsx';
import { useApp } from '#ui/state/app/context.ts';
import type { SignInFault } from '#ui/state/app/session.ts';
import { errorWords } from '#ui/i18n/errors.ts';
import { signInWords } from '#ui/i18n/sign-in.ts';
import { t } from '#ui/i18n/messages.ts';
import { FirstAdmin } from './FirstAdmin.tsx';
import styles from './sign-in.module.css';

const faultWords = (fault: SignInFault): string => {
  switch (fault) {
    case 'wrongCredentials':
      return signInWords().wrong;
    case 'offline':
    case 'timeout':
    case 'stopped':
      return signInWords().offline;
    case 'insecure':
      return seldomWords().insecureWhy;
    case 'tooManyTries':
      return signInWords().limited;
    case 'noStorage':
      return signInWords().noSpace;
    default:
      return errorWords()[fault];
  }
};

/** `onDone` is for whoever signs in again: the first sign-in changes the whole screen by itself. */
export const SignIn = (props: { readonly onDone?: () => void }) => {
  const { session } = useApp();
  createEffect(() => {
    document.title = `${signInWords().title} · ${t().appName}`;
  });
  return (
    <div class={styles.page}>
      <InsecureBanner />
      <Show when={session.needsAdmin()} fallback={<SignInForm onDone={() => props.onDone?.()} />}>
        <FirstAdmin />
      </Show>
      <div class={styles.foot}>
        <Show when={props.onDone}>
          <ButtonLink look="quiet" href="/">
            {t().back}
          </ButtonLink>
        </Show>
        <LanguageSwitch />
      </div>
    </div>
  );
};

const SignInForm = (props: { readonly onDone: () => void }) => {
  const { session, online } = useApp();
  const [busy, setBusy] = createSignal(false);
  const [fault, setFault] = createSignal<SignInFault | 'missing' | null>(null);
  const [shown, setShown] = createSignal(false);

  const submit = async (form: HTMLFormElement): Promise<void> => {
    const entered = new FormData(form);
    const username = String(entered.get('username')).trim();
    const password = String(entered.get('password'));
    if (username === '' || password === '') return void setFault('missing');
    setBusy(true);
    setFault(null);
    const refused = await session.signIn(username, password);
    setBusy(false);
    setFault(refused);
    if (refused === null) props.onDone();
  };
  const words = (): string | null => {
    const it = fault();
    if (it === null) return null;
    return it === 'missing' ? signInWords().missing : faultWords(it);
  };
  const unreachable = () => fault() === 'offline' || fault() === 'timeout' || !online();

  return (
    <>
      <header class={styles.head}>
        <Mark class={styles.mark} />
        <h1>{signInWords().title}</h1>
        <p class={styles.lead}>{signInWords().lead}</p>
      </header>
      <form
        class={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit(event.currentTarget);
        }}
      >
        <TextField
          label={signInWords().username}
          name="username"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
        />
        <div class={styles.password}>
          <TextField
            label={signInWords().password}
            name="password"
            type={shown() ? 'text' : 'password'}
            autocomplete="current-password"
          />
          <Button
            look="quiet"
            class={styles.reveal}
            aria-pressed={shown()}
            onClick={() => setShown(!shown())}
          >
            {shown() ? signInWords().hide : signInWords().show}
          </Button>
        </div>
        <Show when={words()}>
          <p class={styles.fault} role="alert">
            {words()}
          </p>
        </Show>
        <Show when={!online() && fault() === null}>
          <Banner title={signInWords().offline} />
        </Show>
        <Button type="submit" look="primary" large wide disabled={busy()}>
          {busy() ? signInWords().busy : signInWords().submit}
        </Button>
      </form>
      <Show when={unreachable() && session.known().length > 0}>
        <section class={styles.known} aria-label={signInWords().known}>
          <h2>{signInWords().known}</h2>
          <For each={session.known()}>
            {(row) => (
              <Button wide onClick={() => void session.switchTo(row.id)}>
                {signInWords().continueOffline(row.person.name)}
              </Button>
            )}
          </For>
        </section>
      </Show>
    </>
  );
};
