import { createSignal, Show } from 'solid-js';
import { Button } from '#ui/parts/controls/Button.tsx';
import { TextField } from '#ui/parts/controls/Field.tsx';
import { Mark } from '#ui/parts/layout/Mark.tsx';
import { useApp } from '#ui/state/app/context.ts';
import type { SignInFault } from '#ui/state/app/session.ts';
import { firstAdminWords, signInWords } from '#ui/i18n/sign-in.ts';
import styles from './sign-in.module.css';

/** An empty server asks for its first admin, who holds the code it printed. */
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
    setFault(await session.createFirstAdmin(admin).catch(() => 'stopped' as const));
    setBusy(false);
  };

  const faultWords = (): string => {
    switch (fault()) {
      case 'created':
        return firstAdminWords().created;
      case 'offline':
      case 'timeout':
      case 'stopped':
        return firstAdminWords().unsure;
      default:
        return firstAdminWords().failed;
    }
  };

  return (
    <>
      <header class={styles.head}>
        <Mark class={styles.mark} />
        <h1>{firstAdminWords().title}</h1>
        <p class={styles.lead}>{firstAdminWords().lead}</p>
      </header>
      <form
        class={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit(event.currentTarget);
        }}
      >
        <TextField label={firstAdminWords().code} name="code" required autocomplete="one-time-code" />
        <TextField label={firstAdminWords().name} name="name" required maxLength={60} autocomplete="name" />
        <TextField
          label={firstAdminWords().region}
          name="region"
          required
          inputMode="numeric"
          pattern="\d{6}"
          maxLength={6}
        />
        <TextField
          label={signInWords().username}
          hint={firstAdminWords().usernameHint}
          name="username"
          required
          pattern="[a-z0-9_.\-]{3,30}"
          autocapitalize="none"
          autocomplete="username"
        />
        <TextField
          label={signInWords().password}
          hint={firstAdminWords().passwordHint}
          name="password"
          type="password"
          required
          minLength={8}
          maxLength={128}
          autocomplete="new-password"
        />
        <Show when={fault()}>
          <p class={styles.fault} role="alert">
            {faultWords()}
          </p>
        </Show>
        <Button type="submit" look="primary" large wide disabled={busy()}>
          {firstAdminWords().submit}
        </Button>
      </form>
    </>
  );
};
