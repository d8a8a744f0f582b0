import Image from 'lucide-solid/icons/image';
import ImageOff from 'lucide-solid/icons/image-off';
import { createSignal, Match, onCleanup, onMount, Switch } from 'solid-js';
import { createPicture, type NamedPhoto } from '#ui/state/person/pictures.ts';
import { usePerson } from '#ui/state/app/context.ts';
import styles from './picture.module.css';
import { whenNear } from '#ui/parts/layout/when-near.ts';

/**
 * The thumbnail of a photo in a list. It fills its frame and may be cropped, so its container must lead to the full
 * photo. A new value of `attempt` loads a missing thumbnail again.
 */
export const Picture = (props: {
  readonly photo: NamedPhoto | null | undefined;
  readonly alt: string;
  readonly attempt?: unknown;
  /** Loads at once, also outside the viewport: for the few photos of a draft. */
  readonly eager?: boolean;
}) => {
  const { loadPicture } = usePerson();
  const [near, setNear] = createSignal(props.eager ?? false);
  const watch = (element: HTMLElement): void => {
    onMount(() => onCleanup(whenNear(element, () => setNear(true))));
  };
  const picture = createPicture(
    loadPicture,
    () => (near() ? props.photo : undefined),
    'thumbnail',
    () => props.attempt,
  );
  return (
    <span class={styles.frame} ref={watch}>
      <Switch fallback={<Image class={styles.hint} size={24} strokeWidth={1.5} aria-hidden="true" />}>
        <Match when={picture.url()}>
          {(url) => <img class={styles.small} src={url()} alt={props.alt} />}
        </Match>
        <Match when={near() && props.photo && picture.state() === 'missing'}>
          <ImageOff class={styles.hint} size={24} strokeWidth={1.5} aria-hidden="true" />
        </Match>
      </Switch>
    </span>
  );
};
