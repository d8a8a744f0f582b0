/**
 * Where the app is: the browser's own history as a signal. Each entry remembers how far it was scrolled, so that
 * going back to a list comes back to the same line, and whether the app itself led there.
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

/** Lists are read from the database after the screen stands: wait until it is long enough. */
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
  const here = readEntry(history.state);
  if (replace) history.replaceState({ ...here, top: 0 }, '', to);
  else {
    history.replaceState({ ...here, top: window.scrollY }, '');
    history.pushState({ top: 0, isInside: true }, '', to);
  }
  setAddress(read());
  window.scrollTo(0, 0);
};

/** To the screen before, where it was scrolled to; to `otherwise` when the visit began here. */
export const goBack = (otherwise: string): void => {
  if (readEntry(history.state).isInside) history.back();
  else navigate(otherwise, { replace: true });
};

/** Called once, when the app starts. */
export const followHistory = (): void => {
  history.scrollRestoration = 'manual';
  window.addEventListener('popstate', (event) => {
    setAddress(read());
    restoreScroll(readEntry(event.state).top);
  });
};
