import { createSignal, onCleanup, type Accessor } from 'solid-js';

const matches = (query: string): Accessor<boolean> => {
  const media = window.matchMedia(query);
  const [is, setIs] = createSignal(media.matches);
  const change = (): void => void setIs(media.matches);
  media.addEventListener('change', change);
  onCleanup(() => media.removeEventListener('change', change));
  return is;
};

/** Which panes are side by side; desk.module.css uses the same widths. */
export const createWidths = () => ({
  /** List and case. On narrower screens a case is a page of its own. */
  isCaseBeside: matches('(min-width: 62.5rem)'),
  /** List, map and case. On narrower screens the map replaces the list. */
  isMapBeside: matches('(min-width: 90rem)'),
});
