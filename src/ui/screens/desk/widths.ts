import { createSignal, onCleanup, type Accessor } from 'solid-js';

const matches = (query: string): Accessor<boolean> => {
  const media = window.matchMedia(query);
  const [is, setIs] = createSignal(media.matches);
  const change = (): void => void setIs(media.matches);
  media.addEventListener('change', change);
  onCleanup(() => media.removeEventListener('change', change));
  return is;
};

/** How much stands side by side; desk.module.css draws by the same widths. */
export const createWidths = () => ({
  /** List and case. Below, a case is a page of its own. */
  isCaseBeside: matches('(min-width: 62.5rem)'),
  /** List, map and case. Below, the map takes the list's place. */
  isMapBeside: matches('(min-width: 90rem)'),
});
