import ImagePlus from 'lucide-solid/icons/image-plus';
import { createEffect, createSignal, For, on, Show } from 'solid-js';
import { Picture } from '#ui/parts/photo/Picture.tsx';
import type { Capture } from '#ui/state/capture/capture.ts';
import { captureMessages } from '#ui/i18n/capture.ts';
import { t } from '#ui/i18n/messages.ts';
import { ConfirmDialog } from '#ui/parts/controls/ConfirmDialog.tsx';
import { PhotoViewer } from './PhotoViewer.tsx';
import styles from './photo-strip.module.css';

type Undecoded = ReturnType<Capture['undecoded']>[number];

/** The photos of the draft, HEIC files that wait for the decoder, the pending photos, and the button for the album. */
export const PhotoStrip = (props: { readonly capture: Capture }) => {
  const [viewed, setViewed] = createSignal<number | null>(null);
  const [opened, setOpened] = createSignal<Undecoded | null>(null);
  let strip: HTMLDivElement | undefined;
  /** Empty unless the hazard was handled on the spot: only then are there two slots. */
  const slotLabel = (slot: string): string => {
    if (!props.capture.form().handled) return '';
    return slot === 'after' ? captureMessages().after : captureMessages().scene;
  };
  // Keeps the newest photo and the album button visible.
  createEffect(
    on(
      () => props.capture.photos().length + props.capture.undecoded().length + props.capture.pending().length,
      () => strip?.scrollTo({ left: strip.scrollWidth }),
      { defer: true },
    ),
  );
  return (
    <div
      ref={(it) => {
        strip = it;
      }}
      class={styles.strip}
      role="group"
      aria-label={captureMessages().photosLabel}
    >
      <For each={props.capture.photos()}>
        {(photo, index) => (
          <button
            type="button"
            class={styles.tile}
            aria-label={[captureMessages().openPhoto(index() + 1), slotLabel(photo.slot)]
              .filter(Boolean)
              .join(t().separator)}
            onClick={() => setViewed(index())}
          >
            <Picture eager photo={photo} alt={captureMessages().photo(index() + 1)} />
            <Show when={slotLabel(photo.slot)}>
              <span class={styles.role} data-role={photo.slot}>
                {slotLabel(photo.slot)}
              </span>
            </Show>
          </button>
        )}
      </For>
      <For each={props.capture.undecoded()}>
        {(file) => (
          <button
            type="button"
            class={`${styles.tile} ${styles.undecoded}`}
            aria-label={captureMessages().undecoded.open(file.name)}
            onClick={() => setOpened(file)}
          >
            <span class={styles.fileName}>{file.name}</span>
            <span class={styles.role}>{captureMessages().undecoded.short}</span>
          </button>
        )}
      </For>
      <For each={props.capture.pending()}>
        {(photo) => (
          <span class={`${styles.tile} ${styles.pending}`} role="status">
            {captureMessages().stages[photo.stage]}
          </span>
        )}
      </For>
      <label class={`${styles.tile} ${styles.pick}`}>
        <ImagePlus size={22} aria-hidden="true" />
        <span class={styles.pickText}>{captureMessages().pickShort}</span>
        <input
          class={styles.input}
          type="file"
          multiple
          accept="image/*"
          aria-label={captureMessages().pick}
          onClick={() => props.capture.keep()}
          onChange={(event) => {
            const files = [...(event.currentTarget.files ?? [])];
            // Cleared, so that a deleted photo can be picked again.
            event.currentTarget.value = '';
            void props.capture.addPhotos(files, 'file');
          }}
        />
      </label>
      <ConfirmDialog
        open={opened() !== null}
        title={opened()?.name ?? ''}
        confirm={captureMessages().deletePhoto}
        tone="danger"
        onClose={() => setOpened(null)}
        onConfirm={() => {
          const file = opened();
          setOpened(null);
          if (file) void props.capture.removePhoto(file);
        }}
      >
        {captureMessages().undecoded.later}
      </ConfirmDialog>
      <PhotoViewer capture={props.capture} index={viewed()} onClose={() => setViewed(null)} />
    </div>
  );
};
