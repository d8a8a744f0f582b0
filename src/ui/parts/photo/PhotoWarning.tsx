import { Show } from 'solid-js';
import { photoOrigin, type PhotoReport } from '#ui/i18n/photo-origin.ts';
import type { ShownPhoto } from './PhotoZoom.tsx';
import styles from './photo-warning.module.css';

/** For `aria-describedby` of the button with the photo: its name stays as it is. */
export const warningId = (photo: ShownPhoto, report: PhotoReport): string | undefined =>
  photoOrigin(photo, report).warning === null ? undefined : `origin-${photo.sha256}`;

/** Over a corner of its positioned parent: what does not fit between a photo and its report. */
export const PhotoWarning = (props: { readonly photo: ShownPhoto; readonly report: PhotoReport }) => (
  <Show when={photoOrigin(props.photo, props.report).warning}>
    {(text) => (
      <span id={warningId(props.photo, props.report)} class={styles.warning} aria-hidden="true">
        {text()}
      </span>
    )}
  </Show>
);
