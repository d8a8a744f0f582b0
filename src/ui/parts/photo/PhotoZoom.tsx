import ChevronLeft from 'lucide-solid/icons/chevron-left';
import ChevronRight from 'lucide-solid/icons/chevron-right';
import X from 'lucide-solid/icons/x';
import ZoomIn from 'lucide-solid/icons/zoom-in';
import ZoomOut from 'lucide-solid/icons/zoom-out';
import { Show } from 'solid-js';
import type { Stored } from '#domain/protocol/pull.ts';
import { captureMessages, roleLabel } from '#ui/i18n/capture.ts';
import { detailMessages } from '#ui/i18n/detail.ts';
import { t } from '#ui/i18n/messages.ts';
import { photoOrigin, type PhotoReport } from '#ui/i18n/photo-origin.ts';
import { Button } from '#ui/parts/controls/Button.tsx';
import { Dialog } from '#ui/parts/controls/Dialog.tsx';
import { ZOOM_STEP, ZoomStage, type Stage } from './ZoomStage.tsx';
import styles from './dark-stage.module.css';
import type { SubjectPhoto } from '#domain/ledger/subject-base.ts';

export type ShownPhoto = Pick<
  SubjectPhoto,
  'sha256' | 'thumbnail' | 'width' | 'height' | 'role' | 'source' | 'takenAt' | 'position'
>;

/** The photos of a case over the whole screen, one at a time. */
export const PhotoZoom = (props: {
  readonly photos: readonly ShownPhoto[];
  /** To which they belong. */
  readonly report: PhotoReport;
  /** What the server has of each photo, by hash. */
  readonly stored: Readonly<Record<string, Stored>>;
  /** The photos are on this phone: none is marked as awaited. */
  readonly own: boolean;
  /** There are scene photos and after photos: show the role. */
  readonly compares: boolean;
  /** Index of the photo shown; null while closed. */
  readonly index: number | null;
  readonly onIndex: (index: number | null) => void;
}) => {
  let stage: Stage | undefined;
  const shown = () => (props.index === null ? undefined : props.photos[props.index]);
  const step = (by: 1 | -1): void => {
    const count = props.photos.length;
    if (props.index !== null && count > 1) props.onIndex((props.index + by + count) % count);
  };
  const keys: Record<string, () => void> = {
    ArrowLeft: () => step(-1),
    ArrowRight: () => step(1),
    '+': () => stage?.zoomBy(ZOOM_STEP),
    '=': () => stage?.zoomBy(ZOOM_STEP),
    '-': () => stage?.zoomBy(1 / ZOOM_STEP),
    '0': () => stage?.reset(),
  };
  const place = (photo: ShownPhoto): string => {
    const number = `${(props.index ?? 0) + 1} / ${props.photos.length}`;
    return props.compares ? number + t().separator + roleLabel(photo) : number;
  };
  const isAwaited = (photo: ShownPhoto) => !props.own && props.stored[photo.sha256] !== 'complete';
  return (
    <Dialog
      full
      open={shown() !== undefined}
      label={detailMessages().photos}
      onClose={() => props.onIndex(null)}
    >
      {/* Focusable, so that keys work after a click on the photo. */}
      <div class={styles.viewer} tabIndex={-1} onKeyDown={(event) => keys[event.key]?.()}>
        <div class={styles.bar}>
          <Button
            look="quiet"
            icon
            class={styles.light}
            aria-label={t().close}
            onClick={() => props.onIndex(null)}
          >
            <X aria-hidden="true" />
          </Button>
          <Show when={shown()}>
            {(photo) => (
              <p class={styles.place}>
                {place(photo())}
                <span class={styles.origin}>{photoOrigin(photo(), props.report).text}</span>
              </p>
            )}
          </Show>
          <Button
            look="quiet"
            icon
            class={styles.light}
            aria-label={captureMessages().zoomOut}
            onClick={() => stage?.zoomBy(1 / ZOOM_STEP)}
          >
            <ZoomOut aria-hidden="true" />
          </Button>
          <Button
            look="quiet"
            icon
            class={styles.light}
            aria-label={captureMessages().zoomIn}
            onClick={() => stage?.zoomBy(ZOOM_STEP)}
          >
            <ZoomIn aria-hidden="true" />
          </Button>
        </div>
        {/* Keyed by hash: another photo starts unzoomed; a photo that only arrived keeps its zoom. */}
        <Show when={shown()?.sha256} keyed>
          {(sha256) => (
            <ZoomStage
              photo={props.photos.find((it) => it.sha256 === sha256)!}
              alt={captureMessages().photo((props.index ?? 0) + 1)}
              waiting={shown() && isAwaited(shown()!) ? detailMessages().photoNotReceived : null}
              attempt={props.stored[sha256]}
              onStep={step}
              ref={(it) => {
                stage = it;
              }}
            />
          )}
        </Show>
        <div class={`${styles.bar} ${styles.steps}`}>
          <Show when={props.photos.length > 1}>
            <Button look="quiet" class={styles.light} onClick={() => step(-1)}>
              <ChevronLeft aria-hidden="true" />
              {detailMessages().previous}
            </Button>
            <Button look="quiet" class={styles.light} onClick={() => step(1)}>
              {detailMessages().next}
              <ChevronRight aria-hidden="true" />
            </Button>
          </Show>
        </div>
      </div>
    </Dialog>
  );
};
