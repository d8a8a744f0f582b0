import Search from 'lucide-solid/icons/search';
import styles from './search-field.module.css';

/** A search in what is shown. It changes no row, so a form does not count it as an edit. */
export const SearchField = (props: {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly ref?: (element: HTMLInputElement) => void;
}) => (
  <label class={styles.search} data-no-edit="">
    <Search size={16} aria-hidden="true" />
    <input
      ref={(it) => props.ref?.(it)}
      type="search"
      aria-label={props.label}
      placeholder={props.label}
      value={props.value}
      onInput={({ currentTarget }) => props.onInput(currentTarget.value)}
      onKeyDown={(event) => props.onKeyDown?.(event)}
    />
  </label>
);
