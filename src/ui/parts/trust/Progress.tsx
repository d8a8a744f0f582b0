import styles from './progress.module.css';

/** A thin bar; the text beside it carries the meaning. `share` is 0 to 1. */
export const Progress = (props: { readonly share: number; readonly label: string }) => (
  <div
    class={styles.track}
    role="progressbar"
    aria-label={props.label}
    aria-valuemin="0"
    aria-valuemax="100"
    aria-valuenow={Math.floor(props.share * 100)}
  >
    <div class={styles.bar} style={{ transform: `scaleX(${Math.min(1, Math.max(0, props.share))})` }} />
  </div>
);
