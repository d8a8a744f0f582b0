import ImageOff from 'lucide-solid/icons/image-off';
import { Show } from 'solid-js';
import { useApp, usePerson } from '#ui/state/app/context.ts';
import { createPicture, type NamedPhoto } from '#ui/state/person/pictures.ts';
import styles from './full-picture.module.css';

/** A photo, never cropped: the thumbnail at once, then the full photo in its place. */
export const FullPicture = (props: {
  readonly photo: NamedPhoto & { readonly width: number; readonly height: number };
  readonly alt: string;
  readonly waiting?: string | null;
  readonly loading: string;
  readonly unavailable: string;
  readonly attempt?: unknown;
}) => {
  const { online } = useApp();
  const { loadPicture } = usePerson();
  const attempt = () => [online(), props.attempt];
  const thumbnail = createPicture(loadPicture, () => props.photo, 'thumbnail', attempt);
  const full = createPicture(loadPicture, () => props.photo, 'full', attempt);
  const note = () => {
    if (full.url()) return null;
    if (props.waiting) return props.waiting;
    return full.state() === 'loading' ? props.loading : props.unavailable;
  };
  return (
    <span class={styles.whole} style={{ 'aspect-ratio': `${props.photo.width} / ${props.photo.height}` }}>
      <Show
        when={full.url() ?? thumbnail.url()}
        fallback={<ImageOff class={styles.hint} size={32} strokeWidth={1.5} aria-hidden="true" />}
      >
        {(url) => <img class={styles.full} src={url()} alt={props.alt} />}
      </Show>
      <Show when={note()}>
        <span class={styles.note}>{note()}</span>
      </Show>
    </span>
  );
};
