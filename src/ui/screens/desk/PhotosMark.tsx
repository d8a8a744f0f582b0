import ImageDown from 'lucide-solid/icons/image-down';
import { deskMessages } from '#ui/i18n/desk.ts';
import styles from './photos-mark.module.css';

/** How many photos of a case are on the server, if some are missing. */
export const PhotosMark = (props: { readonly there: number; readonly of: number }) => (
  <span class={styles.mark}>
    <ImageDown class={styles.icon} size={14} aria-hidden="true" />
    {deskMessages().photosOf(props.there, props.of)}
  </span>
);
