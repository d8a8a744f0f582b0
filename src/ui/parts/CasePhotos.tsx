import ChevronLeft from 'lucide-solid/icons/chevron-left';
import ChevronRight from 'lucide-solid/icons/chevron-right';
import X from 'lucide-solid/icons/x';
import { createSignal, For, Show } from 'solid-js';
import type { CasePhoto } from '#domain/case/case.ts';
import type { Stored } from '#domain/protocol/pull.ts';
import { captureWords } from '#ui/words/capture.ts';
import { detailWords } from '#ui/words/detail.ts';
import { t } from '#ui/words/words.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { FullPicture } from './Picture.tsx';
import styles from './case-photos.module.css';

type Shown = Pick<CasePhoto, 'sha256' | 'thumbnail' | 'width' | 'height' | 'role'>;

/**
 * The photos of a case, each whole: the thumbnail at once, the full picture as soon as it is there, and for those
 * not arrived yet a word that they are waited for. A tap opens one over the whole screen.
 */
export const CasePhotos = (props: {
  readonly photos: readonly Shown[];
  /** What the server holds of each. */
  readonly stored: Readonly<Record<string, Stored>>;
  /** Photos lie on this phone: none is waited for. */
  readonly own: boolean;
  readonly handled: boolean;
}) => {
  const [viewed, setViewed] = createSignal<number | null>(null);
  const arrived = () => props.photos.filter((photo) => props.stored[photo.sha256] === 'complete').length;
  const waiting = (photo: Shown): string | null =>
    !props.own && props.stored[photo.sha256] !== 'complete' ? detailWords().waitingPhoto : null;
  const roleWords = (photo: Shown): string =>
    photo.role === 'after' ? captureWords().after : captureWords().before;
  const shown = () => (viewed() === null ? undefined : props.photos[viewed()!]);
  const step = (by: number): void => {
    const count = props.photos.length;
    setViewed((at) => (at === null ? null : (at + by + count) % count));
  };
  return (
    <section aria-label={detailWords().photos}>
      <Show when={props.photos.length > 0} fallback={<p class={styles.none}>{t().reports.noPhoto}</p>}>
        <div class={styles.photos}>
          <For each={props.photos}>
            {(photo, index) => (
              <button
                type="button"
                class={styles.photo}
                style={{ '--shape': photo.width / photo.height }}
                aria-label={detailWords().viewPhoto(index() + 1)}
                onClick={() => setViewed(index())}
              >
                <FullPicture
                  photo={photo}
                  alt={captureWords().photo(index() + 1)}
                  waiting={waiting(photo)}
                  loading={detailWords().photoLoading}
                  unavailable={detailWords().photoUnavailable}
                  attempt={props.stored[photo.sha256]}
                />
                <Show when={props.handled}>
                  <span class={styles.role}>{roleWords(photo)}</span>
                </Show>
              </button>
            )}
          </For>
        </div>
        <Show when={!props.own && arrived() < props.photos.length}>
          <p class={styles.waiting} role="status">
            {detailWords().waitingPhotos(arrived(), props.photos.length)}
          </p>
        </Show>
      </Show>
      <Dialog full open={shown() !== undefined} label={detailWords().photos} onClose={() => setViewed(null)}>
        <Show when={shown()} keyed>
          {(photo) => (
            <div
              class={styles.viewer}
              onKeyDown={(event) => {
                if (event.key === 'ArrowLeft') step(-1);
                if (event.key === 'ArrowRight') step(1);
              }}
            >
              <div class={styles.bar}>
                <Button
                  look="quiet"
                  icon
                  class={styles.light}
                  aria-label={t().close}
                  onClick={() => setViewed(null)}
                >
                  <X aria-hidden="true" />
                </Button>
                <p>
                  {(viewed() ?? 0) + 1} / {props.photos.length}
                  <Show when={props.handled}>
                    {t().separator}
                    {roleWords(photo)}
                  </Show>
                </p>
              </div>
              <div class={styles.stage}>
                <FullPicture
                  photo={photo}
                  alt={captureWords().photo((viewed() ?? 0) + 1)}
                  waiting={waiting(photo)}
                  loading={detailWords().photoLoading}
                  unavailable={detailWords().photoUnavailable}
                />
              </div>
              <div class={`${styles.bar} ${styles.steps}`}>
                <Show when={props.photos.length > 1}>
                  <Button look="quiet" class={styles.light} onClick={() => step(-1)}>
                    <ChevronLeft aria-hidden="true" />
                    {detailWords().previous}
                  </Button>
                  <Button look="quiet" class={styles.light} onClick={() => step(1)}>
                    {detailWords().next}
                    <ChevronRight aria-hidden="true" />
                  </Button>
                </Show>
              </div>
            </div>
          )}
        </Show>
      </Dialog>
    </section>
  );
};
