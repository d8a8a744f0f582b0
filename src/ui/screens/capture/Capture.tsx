import X from 'lucide-solid/icons/x';
import { createEffect, createSignal, For, on, onCleanup, Show, untrack } from 'solid-js';
import { Banner } from '#ui/parts/banners/Banner.tsx';
import { Button } from '#ui/parts/controls/Button.tsx';
import { ConfirmDialog } from '#ui/parts/controls/ConfirmDialog.tsx';
import { announceScreen } from '#ui/parts/layout/Screen.tsx';
import { address, navigate } from '#ui/route/address.ts';
import { Link } from '#ui/route/Link.tsx';
import type { Capture as CaptureState, CaptureStart, SaveEnd } from '#ui/state/capture/capture.ts';
import { useApp, usePerson } from '#ui/state/app/context.ts';
import { metres } from '#ui/i18n/format-distance.ts';
import { captureMessages } from '#ui/i18n/capture.ts';
import { errorMessages } from '#ui/i18n/errors.ts';
import { named, t } from '#ui/i18n/messages.ts';
import { CameraView } from './CameraView.tsx';
import { KindPicker } from './KindPicker.tsx';
import { PhotoStrip } from './PhotoStrip.tsx';
import { PositionRow } from './PositionRow.tsx';
import { SpotFields } from './SpotFields.tsx';
import { TextFields } from './TextFields.tsx';
import styles from './capture.module.css';

const startIn = (query: URLSearchParams): CaptureStart => {
  const [replaces, draft] = [query.get('mend'), query.get('draft')];
  if (replaces !== null) return { replaces };
  if (draft !== null) return { draft };
  return query.has('new') ? 'empty' : 'newest';
};

/** The report form, for use with one hand: photo, kind, place, save. Every change is stored at once. */
export const Capture = () => {
  const { openCapture, leaveCapture, me, reference } = usePerson();
  const { settings } = useApp();
  const [capture, setCapture] = createSignal<CaptureState>();
  const query = new URLSearchParams(address().query);
  const opened = openCapture(startIn(query));
  const [fault, setFault] = createSignal<{ error: unknown }>();
  opened.then(setCapture, (error: unknown) => setFault({ error }));
  // An app that is killed on this screen opens on this screen again.
  settings.keepResume(me().id);
  onCleanup(() => {
    settings.keepResume(null);
    leaveCapture(opened);
  });
  let isPlaceChosen = query.get('place') === null;
  createEffect(() => {
    const form = !isPlaceChosen && capture();
    const place = form && reference.places().find(({ id }) => id === query.get('place'));
    if (!place) return;
    // Once: the person may remove the place of the label.
    isPlaceChosen = true;
    const isSame = untrack(form.form).spot.placeId === place.id;
    untrack(() =>
      form.changeSpot({
        placeId: place.id,
        placeName: named(place.name),
        ...(isSame ? {} : { building: '', unit: '' }),
      }),
    );
  });
  // Wait for the hazard kinds, so that a restored draft appears complete and the layout does not jump.
  // A page that is loaded again opens the same draft.
  const draftId = () => (capture()?.replaces() === null ? capture()?.draftId() : undefined);
  createEffect(on(draftId, (id) => id && navigate(`/capture?draft=${id}`, { replace: true })));
  const ready = () => {
    if (fault()) throw fault()!.error;
    return reference.kinds().length > 0 && capture();
  };
  return <Show when={ready()}>{(it) => <Report capture={it()} />}</Show>;
};

const Report = (props: { readonly capture: CaptureState }) => {
  const { online } = useApp();
  const { sending } = usePerson();
  /** From the first tap on Save until the report is saved. */
  const [showsMissing, setShowsMissing] = createSignal(false);
  const [end, setEnd] = createSignal<SaveEnd | null>(null);
  const [discarding, setDiscarding] = createSignal(false);
  /** Whether to save without the HEIC files that are not decoded yet. */
  const [asking, setAsking] = createSignal(false);
  let heading: HTMLHeadingElement | undefined;
  let top: HTMLDivElement | undefined;
  announceScreen(
    () => captureMessages().title,
    () => heading,
  );

  const missingText = (): string | null => {
    if (!showsMissing()) return null;
    switch (props.capture.missing()) {
      case 'kind':
        return captureMessages().needKind;
      case 'content':
        return captureMessages().needContent;
      case 'after':
        return captureMessages().needAfter;
      case 'decoded':
        return captureMessages().needDecoded;
      case 'position':
        return captureMessages().needPosition;
      default:
        return null;
    }
  };

  let isSaving = false;
  let isDisposed = false;
  onCleanup(() => {
    isDisposed = true;
  });
  const save = async (how: { readonly areUndecodedLater?: boolean } = {}): Promise<void> => {
    if (isSaving) return;
    setEnd(null);
    setAsking(false);
    setShowsMissing(true);
    if (props.capture.missing() !== null) return;
    isSaving = true;
    const isResubmission = props.capture.replaces() !== null;
    const ended = await props.capture.save(how).catch((bug: unknown): SaveEnd => {
      reportError(bug);
      return 'failed';
    });
    isSaving = false;
    setEnd(ended);
    if (ended === 'undecoded') setAsking(true);
    if (ended !== 'saved' || isDisposed) return;
    setShowsMissing(false);
    if (isResubmission) navigate('/reports');
    top?.scrollIntoView({ block: 'start' });
    heading?.focus({ preventScroll: true });
  };

  const failure = (): string | null => {
    if (end() === 'refused') return captureMessages().photoRefused;
    if (end() !== 'failed') return null;
    return props.capture.keeping() === 'failed'
      ? captureMessages().nothingKept
      : captureMessages().saveFailed;
  };
  const problem = () => missingText() ?? failure();
  const waiting = () => sending()?.reports ?? 0;
  const confirmation = () => props.capture.savedCount() > 0 && props.capture.isBlank() && !showsMissing();
  const draftSummary = () =>
    ({
      saved: captureMessages().draftSaved,
      saving: captureMessages().draftSaving,
      failed: captureMessages().draftFailed,
    })[props.capture.keeping()];
  const accuracy = () => {
    const value = props.capture.placed().position?.accuracyMetres ?? null;
    return value === null ? null : captureMessages().accuracy(metres(value));
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
          <Link class={styles.pill} href="/" aria-label={captureMessages().close}>
            <X size={22} aria-hidden="true" />
          </Link>
          <h1
            class={styles.heading}
            ref={(it) => {
              heading = it;
            }}
            tabIndex={-1}
          >
            {props.capture.replaces() === null ? captureMessages().title : captureMessages().resubmitting}
          </h1>
          <Show when={!online()}>
            <p class={styles.pill}>{captureMessages().offline}</p>
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
                refusal.name === null
                  ? captureMessages().refusedCamera
                  : captureMessages().refused(refusal.name)
              }
              onDismiss={() => props.capture.dismissRefusal(refusal.id)}
            >
              {captureMessages().fileFaults[refusal.fault]}
            </Banner>
          )}
        </For>
        <Show when={props.capture.undecoded().length}>
          {(count) => (
            <Banner title={captureMessages().undecoded.kept(count())}>
              {captureMessages().undecoded.later}
            </Banner>
          )}
        </Show>
        <ResubmitReason capture={props.capture} />
        <KindPicker capture={props.capture} />
        <SpotFields capture={props.capture} />
        <PositionRow of={props.capture} />
        <TextFields capture={props.capture} />
        <Button look="danger" onClick={() => setDiscarding(true)}>
          {captureMessages().discard}
        </Button>
      </div>
      <footer class={styles.foot}>
        <Button look="primary" large wide onClick={() => void save()} disabled={props.capture.saving()}>
          {props.capture.saving() ? captureMessages().saving : captureMessages().save}
        </Button>
        <Show
          when={problem()}
          fallback={
            <p class={styles.status} role="status">
              <Show when={confirmation()} fallback={draftSummary()}>
                {captureMessages().saved(waiting())}
                {t().separator}
                <Link href="/reports">{t().nav.reports}</Link>
              </Show>
            </p>
          }
        >
          <p class={`${styles.status} ${styles.missing}`} role="alert">
            {problem()}
          </p>
        </Show>
      </footer>
      <ConfirmDialog
        open={asking()}
        title={captureMessages().undecoded.saveTitle(props.capture.undecoded().length)}
        confirm={captureMessages().undecoded.saveNow}
        onClose={() => setAsking(false)}
        onConfirm={() => void save({ areUndecodedLater: true })}
      >
        {captureMessages().undecoded.saveHint}
      </ConfirmDialog>
      <ConfirmDialog
        open={discarding()}
        title={captureMessages().discardTitle}
        confirm={captureMessages().discardYes}
        tone="danger"
        onClose={() => setDiscarding(false)}
        onConfirm={() => {
          setDiscarding(false);
          void props.capture.discard().then(() => navigate('/'));
        }}
      >
        {captureMessages().discardHint}
      </ConfirmDialog>
    </div>
  );
};

/** Why the report was rejected. */
const ResubmitReason = (props: { readonly capture: CaptureState }) => {
  const { reports } = usePerson();
  const reason = () => {
    const rejected = reports()?.find((it) => it.eventId === props.capture.replaces());
    return rejected?.trust.kind === 'rejected' ? rejected.trust.reason : null;
  };
  return (
    <Show when={reason()}>
      {(code) => <Banner tone="warning" title={captureMessages().resubmitReason(errorMessages()[code()])} />}
    </Show>
  );
};
