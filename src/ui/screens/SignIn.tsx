import { createEffect, createSignal, For, onMount, Show } from 'solid-js';
import { Banner } from '#ui/parts/banners/Banner.tsx';
import { Button, ButtonLink } from '#ui/parts/controls/Button.tsx';
import { TextField } from '#ui/parts/controls/Field.tsx';
import { rareMessages } from '#ui/i18n/rare.ts';
import { LanguageSwitch } from '#ui/parts/controls/LanguageSwitch.tsx';
import { Mark } from '#ui/parts/layout/Mark.tsx';
import { address } from '#ui/route/address.ts';
import { lazyScreen } from '#ui/route/lazy-screen.tsx';
import { useApp, usePerson } from '#ui/state/app/context.ts';
import { markFirstScreenReady } from '#ui/state/app/first-screen.ts';
import type { SignInFault } from '#ui/state/app/session.ts';
import { errorMessages } from '#ui/i18n/errors.ts';
import { signInMessages, wrongAddressText } from '#ui/i18n/sign-in.ts';
import { t } from '#ui/i18n/messages.ts';
import { FirstAdmin } from './FirstAdmin.tsx';
import { SignInNotices } from './SignInNotices.tsx';
import styles from './sign-in.module.css';

const faultText = (fault: SignInFault): string => {
  if (typeof fault === 'object') return wrongAddressText(fault);
  switch (fault) {
    case 'wrongCredentials':
      return signInMessages().wrong;
    case 'offline':
    case 'timeout':
    case 'stopped':
      return signInMessages().offline;
    case 'insecure':
      return rareMessages().insecureReason;
    case 'tooManyTries':
      return signInMessages().limited;
    case 'noStorage':
      return signInMessages().noSpace;
    default:
      return errorMessages()[fault];
  }
};

const PublicPlace = lazyScreen(async () => (await import('./place/PublicPlace.tsx')).PublicPlace);
const Join = lazyScreen(async () => (await import('./join/Join.tsx')).Join);

/** `onDone` is for a repeated sign-in. After the first sign-in, App.tsx replaces this screen. */
export const SignIn = (props: { readonly onDone?: () => void }) => {
  const { session } = useApp();
  onMount(markFirstScreenReady);
  createEffect(() => {
    document.title = `${signInMessages().title} · ${t().appName}`;
  });
  return (
    <Show when={address().path !== '/join'} fallback={<Join />}>
      <div class={styles.page}>
        <Show when={address().path.startsWith('/p/')}>
          <PublicPlace />
        </Show>
        <SignInNotices />
        <Show when={props.onDone}>
          <RetiredNotice />
        </Show>
        <Show when={session.needsAdmin()} fallback={<SignInForm onDone={() => props.onDone?.()} />}>
          <FirstAdmin />
        </Show>
        <div class={styles.foot}>
          <Show when={props.onDone}>
            <ButtonLink look="quiet" href="/">
              {t().back}
            </ButtonLink>
          </Show>
          <Show when={!session.needsAdmin()}>
            <ButtonLink look="quiet" href="/join">
              {signInMessages().haveCode}
            </ButtonLink>
          </Show>
          <LanguageSwitch />
        </div>
      </div>
    </Show>
  );
};

/** The office ended the account of the person of this phone: a sign-in cannot help. */
const RetiredNotice = () => {
  const { sync } = usePerson();
  return (
    <Show when={sync.status().error === 'retired'}>
      <Banner tone="warning" title={errorMessages().retired} />
    </Show>
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
    const error = await session.signIn(username, password);
    setBusy(false);
    setFault(error);
    if (error === null) props.onDone();
  };
  const message = (): string | null => {
    const current = fault();
    if (current === null) return null;
    return current === 'missing' ? signInMessages().missing : faultText(current);
  };
  const unreachable = () => fault() === 'offline' || fault() === 'timeout' || !online();

  return (
    <>
      <header class={styles.head}>
        <Mark class={styles.mark} />
        <h1>{signInMessages().title}</h1>
        <p class={styles.lead}>{signInMessages().lead}</p>
      </header>
      <form
        class={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit(event.currentTarget);
        }}
      >
        <TextField
          label={signInMessages().username}
          name="username"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
        />
        <div class={styles.password}>
          <TextField
            label={signInMessages().password}
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
            {shown() ? signInMessages().hide : signInMessages().show}
          </Button>
        </div>
        <Show when={message()}>
          <p class={styles.fault} role="alert">
            {message()}
          </p>
        </Show>
        <Show when={!online() && fault() === null}>
          <Banner title={signInMessages().offline} />
        </Show>
        <Button type="submit" look="primary" large wide disabled={busy()}>
          {busy() ? signInMessages().busy : signInMessages().submit}
        </Button>
      </form>
      <Show when={unreachable() && session.known().length > 0}>
        <section class={styles.known} aria-label={signInMessages().known}>
          <h2>{signInMessages().known}</h2>
          <For each={session.known()}>
            {(row) => (
              <Button wide onClick={() => void session.switchTo(row.id)}>
                {signInMessages().continueOffline(row.person.name)}
              </Button>
            )}
          </For>
        </section>
      </Show>
    </>
  );
};
