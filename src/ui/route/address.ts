/**
 * The address of the app: the browser's history as a signal. Each history entry stores its scroll position, so that
 * going back to a list shows the same line again, and whether a navigation inside the app created it.
 */
import { createSignal } from 'solid-js';

type Address = { readonly path: string; readonly query: string };
type Entry = { readonly top: number; readonly isInside: boolean };

const read = (): Address => ({ path: location.pathname, query: location.search });
const [address, setAddress] = createSignal<Address>(read());

export { address };

const readEntry = (state: unknown): Entry => {
  const { top = 0, isInside = false } = (state ?? {}) as Partial<Entry>;
  return { top, isInside };
};

const RESTORE_MILLIS = 1000;

/** Lists come from the database after the screen is shown: scroll when the page is long enough. */
const restoreScroll = (top: number): void => {
  const giveUpAt = performance.now() + RESTORE_MILLIS;
  const attempt = (): void => {
    const isLongEnough = document.documentElement.scrollHeight >= top + window.innerHeight;
    if (isLongEnough || performance.now() > giveUpAt) window.scrollTo(0, top);
    else requestAnimationFrame(attempt);
  };
  attempt();
};

export const navigate = (to: string, { replace = false } = {}): void => {
  const current = readEntry(history.state);
  if (replace) history.replaceState({ ...current, top: 0 }, '', to);
  else {
    history.replaceState({ ...current, top: window.scrollY }, '');
    history.pushState({ top: 0, isInside: true }, '', to);
  }
  setAddress(read());
  window.scrollTo(0, 0);
};

/** Goes to the previous screen and its scroll position; to `fallback` if the visit began here. */
export const goBack = (fallback: string): void => {
  if (readEntry(history.state).isInside) history.back();
  else navigate(fallback, { replace: true });
};

/** Call once, at the start of the app. */
export const followHistory = (): void => {
  history.scrollRestoration = 'manual';
  window.addEventListener('popstate', (event) => {
    setAddress(read());
    restoreScroll(readEntry(event.state).top);
  });
};
