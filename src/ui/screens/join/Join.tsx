import { createSignal, Match, onMount, Show, Switch } from 'solid-js';
import type { Look } from '#domain/protocol/enrolment.ts';
import { inAppBrowser } from '#device/in-app-browser.ts';
import { InsecureBanner } from '#ui/parts/banners/InsecureBanner.tsx';
import { joinMessages } from '#ui/i18n/join.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { LanguageSwitch } from '#ui/parts/controls/LanguageSwitch.tsx';
import { announceScreen } from '#ui/parts/layout/Screen.tsx';
import { navigate } from '#ui/route/address.ts';
import { useApp } from '#ui/state/app/context.ts';
import { createEnrolment, type Unanswered } from '#ui/state/app/enrolment.ts';
import { markFirstScreenReady } from '#ui/state/app/first-screen.ts';
import type { SignInFault } from '#ui/state/app/session.ts';
import { Confirm } from './Confirm.tsx';
import { EnterCode } from './EnterCode.tsx';
import { Gate, type GateKind } from './Gate.tsx';
import styles from '#ui/screens/sign-in.module.css';

/** What must be done before a code is used here; null where it may be used at once. */
const gateOf = (installer: ReturnType<typeof useApp>['installer']): GateKind | null => {
  const app = inAppBrowser();
  if (app !== null) return { kind: 'inApp', app };
  const { ios, standalone } = installer.state();
  return ios && !standalone ? { kind: 'iphone' } : null;
};

/** Enrols this phone by a code: from the fragment of the address, typed or scanned. Nothing is used up before the person confirms. */
export const Join = () => {
  const { session, installer } = useApp();
  const enrolment = createEnrolment(session);
  const gate = gateOf(installer);
  const [isPassed, setPassed] = createSignal(gate === null);
  const [code, setCode] = createSignal(location.hash.slice(1));
  const [look, setLook] = createSignal<Look | null>(null);
  const [before, setBefore] = createSignal<Unanswered | null>(null);
  const [fault, setFault] = createSignal<SignInFault | null>(null);
  const [isBusy, setBusy] = createSignal(false);
  announceScreen(
    () => joinMessages().title,
    () => undefined,
  );

  const ask = async (asked: string): Promise<void> => {
    setCode(asked);
    setBusy(true);
    const found = await enrolment.look(asked);
    setBusy(false);
    setFault(found.ok ? null : found.error);
    if (found.ok) setLook(found.value);
  };
  const resume = async (): Promise<void> => {
    const unanswered = await enrolment.unanswered();
    if (!unanswered) return void (code() !== '' && ask(code()));
    setBefore(unanswered);
    setCode(unanswered.code);
    setLook(unanswered.look);
  };
  /** The code leaves the address once it may be used here. "Open in browser" of another app takes the address with it. */
  const begin = (): void => {
    setPassed(true);
    if (location.hash !== '') history.replaceState(history.state, '', location.pathname + location.search);
    void resume();
  };
  onMount(() => {
    markFirstScreenReady();
    if (gate === null) begin();
  });
  const startAgain = (): void => {
    setLook(null);
    setBefore(null);
    setFault(null);
    setCode('');
  };

  return (
    <div class={styles.page}>
      <InsecureBanner />
      <Switch>
        <Match when={!isPassed() && gate}>
          {(kind) => <Gate of={kind()} code={code()} onGoOn={begin} />}
        </Match>
        <Match when={look()} keyed>
          {(of) => (
            <Confirm
              look={of}
              before={before()?.entered ?? null}
              take={(enrolling) => enrolment.take(code(), of, enrolling)}
              onDone={() => navigate('/', { replace: true })}
              onOtherCode={startAgain}
            />
          )}
        </Match>
        <Match when={true}>
          <EnterCode code={code()} fault={fault()} isBusy={isBusy()} onCode={(it) => void ask(it)} />
        </Match>
      </Switch>
      <div class={styles.foot}>
        <Show when={look() === null}>
          <Button
            look="quiet"
            onClick={() => navigate(session.me() === null ? '/' : '/sign-in', { replace: true })}
          >
            {joinMessages().signIn}
          </Button>
        </Show>
        <LanguageSwitch />
      </div>
    </div>
  );
};
