import X from 'lucide-solid/icons/x';
import { createSignal, For, onCleanup, Show } from 'solid-js';
import { Banner } from '#ui/parts/banners/Banner.tsx';
import { Button } from '#ui/parts/controls/Button.tsx';
import { ConfirmDialog } from '#ui/parts/controls/ConfirmDialog.tsx';
import { announceScreen } from '#ui/parts/layout/Screen.tsx';
import { address, navigate } from '#ui/route/address.ts';
import { Link } from '#ui/route/Link.tsx';
import type { Capture as CaptureState, SaveEnd } from '#ui/state/capture/capture.ts';
import { useApp, usePerson } from '#ui/state/app/context.ts';
import { metres } from '#ui/i18n/format.ts';
import { captureWords } from '#ui/i18n/capture.ts';
import { errorWords } from '#ui/i18n/errors.ts';
import { t } from '#ui/i18n/messages.ts';
import { CameraView } from './CameraView.tsx';
import { KindPicker } from './KindPicker.tsx';
import { PhotoStrip } from './PhotoStrip.tsx';
import { PositionRow } from './PositionRow.tsx';
import { SpotFields } from './SpotFields.tsx';
import { WordsFields } from './TextFields.tsx';
import styles from './capture.module.css';

/** A report in one hand: photo, kind, place, save. Everything typed is kept at every change. */
export const Capture = () => {
  const { openCapture, leaveCapture, me, reference } = usePerson();
  const { settings } = useApp();
  const [capture, setCapture] = createSignal<CaptureState>();
  const opened = openCapture(new URLSearchParams(address().query).get('mend'));
  const [fault, setFault] = createSignal<{ error: unknown }>();
  opened.then(setCapture, (error: unknown) => setFault({ error }));
  // Killed in here, the app comes back in here.
  settings.keepResume(me().id);
  onCleanup(() => {
    settings.keepResume(null);
    leaveCapture(opened);
  });
  // Not before the kinds are read: a report that comes back shows all of it at once, and nothing jumps.
  const ready = () => {
    if (fault()) throw fault()!.error;
    return reference.kinds().length > 0 && capture();
  };
  return <Show when={ready()}>{(it) => <Report capture={it()} />}</Show>;
};

const Report = (props: { readonly capture: CaptureState }) => {
  const { online } = useApp();
  const { sending } = usePerson();
  const [told, setTold] = createSignal(false);
  const [end, setEnd] = createSignal<SaveEnd | null>(null);
  const [discarding, setDiscarding] = createSignal(false);
  let heading: HTMLHeadingElement | undefined;
  let top: HTMLDivElement | undefined;
  announceScreen(
    () => captureWords().title,
    () => heading,
  );

  const missingWords = (): string | null => {
    if (!told()) return null;
    switch (props.capture.missing()) {
      case 'kind':
        return captureWords().needKind;
      case 'content':
        return captureWords().needContent;
      case 'after':
        return captureWords().needAfter;
      default:
        return null;
    }
  };

  let isSaving = false;
  let isGone = false;
  onCleanup(() => {
    isGone = true;
  });
  const save = async (): Promise<void> => {
    if (isSaving) return;
    setEnd(null);
    setTold(true);
    if (props.capture.missing() !== null) return;
    isSaving = true;
    const mended = props.capture.replaces() !== null;
    const ended = await props.capture.save().catch((bug: unknown): SaveEnd => {
      reportError(bug);
      return 'failed';
    });
    isSaving = false;
    setEnd(ended);
    if (ended !== 'saved' || isGone) return;
    setTold(false);
    if (mended) navigate('/reports');
    top?.scrollIntoView({ block: 'start' });
    heading?.focus({ preventScroll: true });
  };

  const failure = (): string | null => {
    if (end() === 'refused') return captureWords().photoRefused;
    if (end() !== 'failed') return null;
    return props.capture.keeping() === 'failed' ? captureWords().nothingKept : captureWords().saveFailed;
  };
  const trouble = () => missingWords() ?? failure();
  const waiting = () => sending()?.reports ?? 0;
  const confirmation = () => props.capture.savedCount() > 0 && props.capture.isBlank() && !told();
  const draftWords = () =>
    ({
      saved: captureWords().draftSaved,
      saving: captureWords().draftSaving,
      failed: captureWords().draftFailed,
    })[props.capture.keeping()];
  const accuracy = () => {
    const { chosenPosition, fix } = props.capture.form();
    const value = chosenPosition ? chosenPosition.accuracyMetres : fix?.accuracyMetres;
    return typeof value === 'number' ? captureWords().accuracy(metres(value)) : null;
  };

  return (
    <div
      class={styles.page}
      ref={(it) => {
        top = it;
      }}
    >
      <div class={styles.stage}>
        <header class={styles.over}>
          <Link class={styles.pill} href="/" aria-label={captureWords().close}>
            <X size={22} aria-hidden="true" />
          </Link>
          <h1
            class={styles.heading}
            ref={(it) => {
              heading = it;
            }}
            tabIndex={-1}
          >
            {props.capture.replaces() === null ? captureWords().title : captureWords().mending}
          </h1>
          <Show when={!online()}>
            <p class={styles.pill}>{captureWords().offline}</p>
          </Show>
          <Show when={accuracy()} fallback={<span />}>
            <p class={styles.pill}>{accuracy()}</p>
          </Show>
        </header>
        <CameraView
          onPhoto={(photo) => void props.capture.addPhotos([photo], 'camera')}
          onBeforeOpen={props.capture.keep}
        >
          <PhotoStrip capture={props.capture} />
        </CameraView>
      </div>
      <div class={styles.sheet}>
        <For each={props.capture.refusals()}>
          {(refusal) => (
            <Banner
              tone="warning"
              role="alert"
              title={
                refusal.name === null ? captureWords().refusedCamera : captureWords().refused(refusal.name)
              }
              onDismiss={() => props.capture.dismissRefusal(refusal.id)}
            >
              {captureWords().fileFaults[refusal.fault]}
            </Banner>
          )}
        </For>
        <MendReason capture={props.capture} />
        <KindPicker capture={props.capture} />
        <SpotFields capture={props.capture} />
        <PositionRow capture={props.capture} />
        <WordsFields capture={props.capture} />
        <Button look="danger" onClick={() => setDiscarding(true)}>
          {captureWords().discard}
        </Button>
      </div>
      <footer class={styles.foot}>
        <Button look="primary" large wide onClick={() => void save()} disabled={props.capture.saving()}>
          {props.capture.saving() ? captureWords().saving : captureWords().save}
        </Button>
        <Show
          when={trouble()}
          fallback={
            <p class={styles.status} role="status">
              <Show when={confirmation()} fallback={draftWords()}>
                {captureWords().saved(waiting())}
                {t().separator}
                <Link href="/reports">{t().nav.reports}</Link>
              </Show>
            </p>
          }
        >
          <p class={`${styles.status} ${styles.missing}`} role="alert">
            {trouble()}
          </p>
        </Show>
      </footer>
      <ConfirmDialog
        open={discarding()}
        title={captureWords().discardTitle}
        confirm={captureWords().discardYes}
        tone="danger"
        onClose={() => setDiscarding(false)}
        onConfirm={() => {
          setDiscarding(false);
          void props.capture.discard().then(() => navigate('/'));
        }}
      >
        {captureWords().discardWhat}
      </ConfirmDialog>
    </div>
  );
};

/** Why the report has to be said again. */
const MendReason = (props: { readonly capture: CaptureState }) => {
  const { reports } = usePerson();
  const reason = () => {
    const rejected = reports()?.find((it) => it.eventId === props.capture.replaces());
    return rejected?.trust.kind === 'rejected' ? rejected.trust.reason : null;
  };
  return (
    <Show when={reason()}>
      {(code) => <Banner tone="warning" title={captureWords().mendingWhy(errorWords()[code()])} />}
    </Show>
  );
};
