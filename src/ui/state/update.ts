import { createSignal, type Accessor } from 'solid-js';
import type { Workbox } from 'workbox-window';
import type { Millis } from '#domain/base/units.ts';
import { afterFirstScreen } from './first-screen.ts';

export type Update = {
  /** A new version is on the phone and waits for the person's word. */
  readonly waiting: Accessor<boolean>;
  /** Takes it and reloads. Never called by itself. */
  readonly take: () => void;
};

const ASK_AGAIN: Millis = 1000;

/** No update ever reloads a page by itself: somebody may be in the middle of a report. */
export const watchUpdates = (serviceWorker: string | null): Update => {
  const [waiting, setWaiting] = createSignal(false);
  if (serviceWorker === null || !('serviceWorker' in navigator)) return { waiting, take: () => {} };
  let workbox: Workbox | undefined;
  const register = async (): Promise<void> => {
    const { Workbox } = await import('workbox-window');
    workbox = new Workbox(serviceWorker);
    workbox.addEventListener('waiting', () => setWaiting(true));
    // Without storage or in a private window there is no worker; the page works as long as it stays open.
    await workbox.register().catch(() => undefined);
  };
  afterFirstScreen(() => void register());
  return {
    waiting,
    take: () => {
      workbox?.addEventListener('controlling', () => location.reload());
      const ask = () => workbox?.messageSkipWaiting();
      ask();
      // A word to a worker that is just starting, or behind one that still sends, may go unheard.
      setInterval(ask, ASK_AGAIN);
    },
  };
};
