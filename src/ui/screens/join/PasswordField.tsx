import { createSignal } from 'solid-js';
import { joinMessages } from '#ui/i18n/join.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { TextField } from '#ui/parts/controls/Field.tsx';
import styles from '#ui/screens/sign-in.module.css';

/** A new password, which the person may see. */
export const PasswordField = (props: { readonly label: string }) => {
  const [isShown, setShown] = createSignal(false);
  return (
    <div class={`${styles.password} ${styles.newPassword}`}>
      <TextField
        label={props.label}
        hint={joinMessages().passwordHint}
        name="password"
        type={isShown() ? 'text' : 'password'}
        required
        minLength={8}
        maxLength={128}
        autocapitalize="none"
        autocomplete="new-password"
      />
      <Button
        look="quiet"
        class={styles.revealNew}
        aria-pressed={isShown()}
        onClick={() => setShown(!isShown())}
      >
        {isShown() ? joinMessages().hide : joinMessages().show}
      </Button>
    </div>
  );
};
