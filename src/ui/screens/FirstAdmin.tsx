import { createSignal, Show } from 'solid-js';
import { Button } from '#ui/parts/controls/Button.tsx';
import { TextField } from '#ui/parts/controls/Field.tsx';
import { navigate } from '#ui/route/address.ts';
import { Mark } from '#ui/parts/layout/Mark.tsx';
import { useApp } from '#ui/state/app/context.ts';
import type { SignInFault } from '#ui/state/app/session.ts';
import { firstAdminMessages, signInMessages, wrongAddressText } from '#ui/i18n/sign-in.ts';
import styles from './sign-in.module.css';

/** Creates the first admin of an empty server, with the code that the server printed. */
export const FirstAdmin = () => {
  const { session } = useApp();
  const [busy, setBusy] = createSignal(false);
  const [fault, setFault] = createSignal<SignInFault | 'created' | null>(null);

  const submit = async (form: HTMLFormElement): Promise<void> => {
    const entered = new FormData(form);
    const read = (name: string) => String(entered.get(name) ?? '').trim();
    setBusy(true);
    const admin = {
      code: read('code'),
      name: read('name'),
      username: read('username'),
      password: String(entered.get('password')),
      region: read('region'),
    };
    const found = await session.createFirstAdmin(admin).catch(() => 'stopped' as const);
    // The first steps of the office are there.
    if (found === null) navigate('/admin', { replace: true });
    setFault(found);
    setBusy(false);
  };

  const faultText = (): string => {
    const current = fault();
    if (typeof current === 'object' && current !== null) return wrongAddressText(current);
    switch (current) {
      case 'created':
        return firstAdminMessages().created;
      case 'offline':
      case 'timeout':
      case 'stopped':
        return firstAdminMessages().unsure;
      default:
        return firstAdminMessages().failed;
    }
  };

  return (
    <>
      <header class={styles.head}>
        <Mark class={styles.mark} />
        <h1>{firstAdminMessages().title}</h1>
        <p class={styles.lead}>{firstAdminMessages().lead}</p>
      </header>
      <form
        class={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit(event.currentTarget);
        }}
      >
        <TextField label={firstAdminMessages().code} name="code" required autocomplete="one-time-code" />
        <TextField
          label={firstAdminMessages().name}
          name="name"
          required
          maxLength={60}
          autocomplete="name"
        />
        <TextField
          label={firstAdminMessages().region}
          name="region"
          required
          inputMode="numeric"
          pattern="\d{6}"
          maxLength={6}
        />
        <TextField
          label={signInMessages().username}
          hint={firstAdminMessages().usernameHint}
          name="username"
          required
          pattern="[a-z0-9_.\-]{3,30}"
          autocapitalize="none"
          autocomplete="username"
        />
        <TextField
          label={signInMessages().password}
          hint={firstAdminMessages().passwordHint}
          name="password"
          type="password"
          required
          minLength={8}
          maxLength={128}
          autocomplete="new-password"
        />
        <Show when={fault()}>
          <p class={styles.fault} role="alert">
            {faultText()}
          </p>
        </Show>
        <Button type="submit" look="primary" large wide disabled={busy()}>
          {firstAdminMessages().submit}
        </Button>
      </form>
    </>
  );
};
