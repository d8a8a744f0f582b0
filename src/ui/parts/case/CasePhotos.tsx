import { createSignal, Index, Show } from 'solid-js';
import type { Stored } from '#domain/protocol/pull.ts';
import { roleLabel } from '#ui/i18n/capture.ts';
import { detailMessages } from '#ui/i18n/detail.ts';
import type { PhotoReport } from '#ui/i18n/photo-origin.ts';
import { PhotoWarning, warningId } from '#ui/parts/photo/PhotoWarning.tsx';
import { PhotoZoom, type ShownPhoto } from '#ui/parts/photo/PhotoZoom.tsx';
import { FullPicture } from '#ui/parts/photo/FullPicture.tsx';
import styles from './case-photos.module.css';

/**
 * The photos of a case, uncropped: the thumbnail at once, then the full photo; a note on photos that the server has not
 * received. A tap opens a photo over the whole screen.
 */
export const CasePhotos = (props: {
  readonly photos: readonly ShownPhoto[];
  /** To which they belong. */
  readonly report: PhotoReport;
  /** What the server has of each photo, by hash. */
  readonly stored: Readonly<Record<string, Stored>>;
  /** The photos are on this phone: none is marked as awaited. */
  readonly own: boolean;
  readonly handled: boolean;
}) => {
  const [viewed, setViewed] = createSignal<number | null>(null);
  const received = () => props.photos.filter((photo) => props.stored[photo.sha256] === 'complete').length;
  const waiting = (photo: ShownPhoto): string | null =>
    !props.own && props.stored[photo.sha256] !== 'complete' ? detailMessages().waitingPhoto : null;
  return (
    <section aria-label={detailMessages().photos}>
      <Show when={props.photos.length > 0} fallback={<p class={styles.none}>{detailMessages().noPhoto}</p>}>
        <div class={styles.photos}>
          {/* Index, not For: a case that is read again keeps its pictures and the focus. */}
          <Index each={props.photos}>
            {(photo, index) => (
              <button
                type="button"
                class={styles.photo}
                aria-describedby={warningId(photo(), props.report)}
                style={{ '--shape': photo().width / photo().height }}
                onClick={() => setViewed(index)}
              >
                <FullPicture
                  photo={photo()}
                  alt=""
                  waiting={waiting(photo())}
                  loading={detailMessages().photoLoading}
                  unavailable={detailMessages().photoUnavailable}
                  attempt={props.stored[photo().sha256]}
                />
                <span class="visually-hidden">{detailMessages().viewPhoto(index + 1)}</span>
                <Show when={props.handled}>
                  <span class={styles.role}>{roleLabel(photo())}</span>
                </Show>
                <PhotoWarning photo={photo()} report={props.report} />
              </button>
            )}
          </Index>
        </div>
        <Show when={!props.own && received() < props.photos.length}>
          <p class={styles.waiting} role="status">
            {detailMessages().waitingPhotos(received(), props.photos.length)}
          </p>
        </Show>
      </Show>
      <PhotoZoom
        photos={props.photos}
        report={props.report}
        stored={props.stored}
        own={props.own}
        compares={props.handled}
        index={viewed()}
        onIndex={setViewed}
      />
    </section>
  );
};
