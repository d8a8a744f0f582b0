import { createSignal, Show } from 'solid-js';
import { readPhone, readUsername } from '#domain/office/office-person.ts';
import type { Look } from '#domain/protocol/enrolment.ts';
import { joinMessages } from '#ui/i18n/join.ts';
import { named, t } from '#ui/i18n/messages.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { TextField } from '#ui/parts/controls/Field.tsx';
import type { Enrolling } from '#ui/state/app/enrolment.ts';
import type { SignInFault } from '#ui/state/app/session.ts';
import { faultText, isUnanswered } from './fault-text.ts';
import { OtherPerson } from './OtherPerson.tsx';
import { PasswordField } from './PasswordField.tsx';
import styles from '#ui/screens/sign-in.module.css';

type Wrong = 'username' | 'phone';

/** Whose code it is, and what the person adds. The button uses the code up. */
export const Confirm = (props: {
  readonly look: Look;
  /** What an earlier page entered, whose answer was lost. */
  readonly before: Enrolling | null;
  /** Null on success. */
  readonly take: (enrolling: Enrolling) => Promise<SignInFault | null>;
  readonly onDone: () => void;
  readonly onOtherCode: () => void;
}) => {
  const [fault, setFault] = createSignal<SignInFault | null>(null);
  const [wrong, setWrong] = createSignal<Wrong | null>(null);
  const [isBusy, setBusy] = createSignal(false);
  /** The server may have the first try: the next one must be the same. */
  const [isSent, setSent] = createSignal(props.before !== null);
  const known = () => props.look.username;

  const read = (form: HTMLFormElement): Enrolling | Wrong => {
    const entered = new FormData(form);
    const text = (field: string) => String(entered.get(field) ?? '');
    const { needsPassword, name } = props.look;
    const made = name === null ? { name: text('name').trim() } : {};
    if (!needsPassword) {
      const phone = readPhone(text('phone'));
      if (name !== null) return made;
      return phone === null ? 'phone' : { ...made, phone };
    }
    const username = known() ?? readUsername(text('username'));
    return username === null ? 'username' : { ...made, username, password: text('password') };
  };
  const submit = async (form: HTMLFormElement): Promise<void> => {
    const enrolling = read(form);
    setWrong(typeof enrolling === 'string' ? enrolling : null);
    if (typeof enrolling === 'string') return;
    setBusy(true);
    setFault(null);
    const failed = await props.take(enrolling);
    setBusy(false);
    setFault(failed);
    setSent(isUnanswered(failed));
    if (failed === null) props.onDone();
  };

  return (
    <>
      <header class={styles.head}>
        <h1 class={styles.title}>{joinMessages().title}</h1>
        <div class={styles.who}>
          <Show
            when={props.look.name}
            fallback={
              <p>{props.look.needsPassword ? joinMessages().adminLead : joinMessages().observerLead}</p>
            }
          >
            <p class={styles.label}>{joinMessages().youAre}</p>
            <p class={styles.name}>{props.look.name}</p>
          </Show>
          <p class={styles.office}>
            {named(props.look.office)}
            {t().separator}
            {t().roles[props.look.role]}
          </p>
        </div>
        <Show when={props.look.name !== null}>
          <p class={styles.lead}>{joinMessages().notYou}</p>
        </Show>
      </header>
      <OtherPerson person={props.look.person} />
      <form
        class={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit(event.currentTarget);
        }}
      >
        <Show when={props.before}>
          <p class={styles.lead}>
            {props.look.needsPassword ? joinMessages().resumed : joinMessages().resumedLink}
          </p>
        </Show>
        <Show when={props.look.name === null}>
          <TextField
            label={joinMessages().name}
            name="name"
            required
            maxLength={60}
            value={props.before?.name ?? ''}
            readOnly={isSent()}
            autocomplete="name"
          />
        </Show>
        <Show when={props.look.name === null && !props.look.needsPassword}>
          <TextField
            label={joinMessages().phone}
            hint={joinMessages().phoneHint}
            fault={wrong() === 'phone' ? joinMessages().badPhone : null}
            name="phone"
            required
            inputMode="tel"
            value={props.before?.phone ?? ''}
            readOnly={isSent()}
            autocomplete="tel"
          />
        </Show>
        <Show when={props.look.needsPassword}>
          <TextField
            label={joinMessages().username}
            hint={known() === null ? joinMessages().usernameHint : joinMessages().usernameKept}
            fault={wrong() === 'username' ? joinMessages().badUsername : null}
            name="username"
            required
            value={known() ?? props.before?.username ?? ''}
            readOnly={known() !== null || isSent()}
            autocapitalize="none"
            spellcheck={false}
            autocomplete="username"
          />
          <PasswordField label={known() === null ? joinMessages().password : joinMessages().newPassword} />
        </Show>
        <Show when={fault()}>
          {(it) => (
            <p class={styles.fault} role="alert">
              {faultText(it(), 'take')}
            </p>
          )}
        </Show>
        <Button type="submit" look="primary" large wide disabled={isBusy()}>
          {isBusy() ? joinMessages().busy : isSent() ? joinMessages().again : joinMessages().confirm}
        </Button>
        <Button look="quiet" wide onClick={() => props.onOtherCode()}>
          {joinMessages().otherCode}
        </Button>
      </form>
    </>
  );
};
