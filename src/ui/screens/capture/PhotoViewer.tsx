import Trash from 'lucide-solid/icons/trash';
import X from 'lucide-solid/icons/x';
import { Show } from 'solid-js';
import { Button } from '#ui/parts/controls/Button.tsx';
import { Dialog } from '#ui/parts/controls/Dialog.tsx';
import dark from '#ui/parts/photo/dark-stage.module.css';
import { FullPicture } from '#ui/parts/photo/FullPicture.tsx';
import type { Capture } from '#ui/state/capture/capture.ts';
import { captureMessages } from '#ui/i18n/capture.ts';
import { detailMessages } from '#ui/i18n/detail.ts';
import { t } from '#ui/i18n/messages.ts';
import styles from './photo-viewer.module.css';

/** One photo of the draft, uncropped: view it, delete it, change its slot. */
export const PhotoViewer = (props: {
  readonly capture: Capture;
  readonly index: number | null;
  readonly onClose: () => void;
}) => {
  const photo = () => (props.index === null ? undefined : props.capture.photos()[props.index]);
  return (
    <Dialog
      full
      open={photo() !== undefined}
      label={captureMessages().photo((props.index ?? 0) + 1)}
      onClose={props.onClose}
    >
      <Show when={photo()}>
        {(shown) => (
          <div class={dark.viewer}>
            <div class={styles.bar}>
              <Button
                look="quiet"
                icon
                class={dark.light}
                aria-label={t().close}
                onClick={() => props.onClose()}
              >
                <X aria-hidden="true" />
              </Button>
            </div>
            <div class={styles.picture}>
              <FullPicture
                photo={shown()}
                alt=""
                loading={detailMessages().photoLoading}
                unavailable={detailMessages().photoUnavailable}
              />
            </div>
            <div class={styles.bar}>
              <Show when={props.capture.form().handled}>
                <Button
                  class={`${dark.light} ${styles.outlined}`}
                  onClick={() =>
                    void props.capture.changeSlot(shown(), shown().slot === 'after' ? 'scene' : 'after')
                  }
                >
                  {shown().slot === 'after' ? captureMessages().markScene : captureMessages().markAfter}
                </Button>
              </Show>
              <Button
                class={`${dark.light} ${styles.outlined}`}
                onClick={() => {
                  const removed = shown();
                  props.onClose();
                  void props.capture.removePhoto(removed);
                }}
              >
                <Trash size={20} aria-hidden="true" />
                {captureMessages().deletePhoto}
              </Button>
            </div>
          </div>
        )}
      </Show>
    </Dialog>
  );
};
