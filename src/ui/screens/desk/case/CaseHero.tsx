import { createSignal, For, Index, Show } from 'solid-js';
import type { Stored } from '#domain/protocol/pull.ts';
import { FullPicture } from '#ui/parts/photo/FullPicture.tsx';
import { Picture } from '#ui/parts/photo/Picture.tsx';
import { PhotoZoom, type ShownPhoto } from '#ui/parts/photo/PhotoZoom.tsx';
import { roleLabel } from '#ui/i18n/capture.ts';
import type { PhotoReport } from '#ui/i18n/photo-origin.ts';
import { PhotoWarning, warningId } from '#ui/parts/photo/PhotoWarning.tsx';
import { detailMessages } from '#ui/i18n/detail.ts';
import { onPageKeys } from '#ui/parts/controls/page-keys.ts';
import styles from './case-hero.module.css';

/** Two portrait photos side by side are at most as wide as one landscape photo. */
const ABREAST = 1.7;

const shapeOf = ({ width, height }: ShownPhoto): number => width / height;

/** Indices of the large photos: a scene photo and an after photo if there are both; else the first, with the second if
 * both are portrait. */
const leading = (photos: readonly ShownPhoto[]): readonly number[] => {
  const after = photos.findIndex((photo) => photo.role === 'after');
  const before = photos.findIndex((photo) => photo.role !== 'after');
  if (after >= 0 && before >= 0) return [before, after];
  const [first, second] = photos;
  if (!first) return [];
  return second && shapeOf(first) + shapeOf(second) <= ABREAST ? [0, 1] : [0];
};

/**
 * The photos of a case on a stage of constant height, so that the text below keeps its place from case to case. The
 * leading photos are large and uncropped; if there are more, a strip shows all. Each opens over the whole screen.
 */
export const CaseHero = (props: {
  readonly photos: readonly ShownPhoto[];
  /** To which they belong. */
  readonly report: PhotoReport;
  readonly stored: Readonly<Record<string, Stored>>;
}) => {
  const [viewed, setViewed] = createSignal<number | null>(null);
  const lead = () => leading(props.photos);
  const compares = () => props.photos.some(({ role }) => role === 'after') && lead().length === 2;
  /** On a narrow screen, two landscape photos are larger one above the other. */
  const stacks = () => compares() && props.photos.every((photo) => shapeOf(photo) > 1);
  const isOnServer = (photo: ShownPhoto): boolean => props.stored[photo.sha256] === 'complete';
  const received = () => props.photos.filter(isOnServer).length;
  const open = (): void => void (props.photos.length > 0 && setViewed(lead()[0]!));
  onPageKeys({ z: open, Enter: open });

  return (
    <section class={styles.hero} data-stacked={stacks()} aria-label={detailMessages().photos}>
      <Show when={props.photos.length > 0} fallback={<p class={styles.none}>{detailMessages().noPhoto}</p>}>
        <div class={styles.lead}>
          <For each={lead()}>
            {(index) => (
              <Show when={props.photos[index]}>
                {(photo) => (
                  <button
                    type="button"
                    class={styles.photo}
                    aria-describedby={warningId(photo(), props.report)}
                    onClick={() => setViewed(index)}
                  >
                    <FullPicture
                      photo={photo()}
                      alt=""
                      waiting={isOnServer(photo()) ? null : detailMessages().waitingPhoto}
                      loading={detailMessages().photoLoading}
                      unavailable={detailMessages().photoUnavailable}
                      attempt={props.stored[photo().sha256]}
                    />
                    <span class="visually-hidden">{detailMessages().viewPhoto(index + 1)}</span>
                    <Show when={compares()}>
                      <span class={styles.role}>{roleLabel(photo())}</span>
                    </Show>
                    <PhotoWarning photo={photo()} report={props.report} />
                  </button>
                )}
              </Show>
            )}
          </For>
        </div>
        <Show when={props.photos.length > lead().length || received() < props.photos.length}>
          <div class={styles.strip}>
            {/* Index, not For: a case that is read again keeps the focus. */}
            <Index each={props.photos}>
              {(photo, index) => (
                <button
                  type="button"
                  class={styles.small}
                  aria-label={detailMessages().viewPhoto(index + 1)}
                  onClick={() => setViewed(index)}
                >
                  <Picture photo={photo()} alt="" attempt={props.stored[photo().sha256]} />
                </button>
              )}
            </Index>
            <Show when={received() < props.photos.length}>
              <p class={styles.waiting} role="status">
                {detailMessages().waitingPhotos(received(), props.photos.length)}
              </p>
            </Show>
          </div>
        </Show>
      </Show>
      <PhotoZoom
        photos={props.photos}
        report={props.report}
        stored={props.stored}
        own={false}
        compares={compares()}
        index={viewed()}
        onIndex={setViewed}
      />
    </section>
  );
};
