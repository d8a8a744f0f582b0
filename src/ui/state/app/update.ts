import { createSignal, type Accessor } from 'solid-js';
import type { Workbox } from 'workbox-window';
import type { Millis } from '#domain/base/units.ts';
import { afterFirstScreen } from './first-screen.ts';

/**
 * `offered`: a new version is on the phone and waits for the person's word. `taking`: they gave it, and the browser
 * changes over once the old one has nothing in hand. `taken`: only this page is still of the old version.
 */
export type UpdateStep = 'none' | 'offered' | 'taking' | 'taken';

export type Update = {
  readonly step: Accessor<UpdateStep>;
  /** Never called by itself. */
  readonly take: () => void;
  readonly reload: () => void;
};

/** A desk stays open for days without a navigation, which is when browsers look by themselves. */
const LOOK_AGAIN: Millis = 60 * 60_000;

/** No update ever reloads a page by itself: somebody may be in the middle of a report. */
export const watchUpdates = (serviceWorker: string | null): Update => {
  const [step, setStep] = createSignal<UpdateStep>('none');
  const reload = () => location.reload();
  if (serviceWorker === null || !('serviceWorker' in navigator)) return { step, take: () => {}, reload };
  let workbox: Workbox | undefined;
  let isTaken = false;
  const register = async (): Promise<void> => {
    const { Workbox } = await import('workbox-window');
    workbox = new Workbox(serviceWorker);
    workbox.addEventListener('waiting', () => setStep('offered'));
    let isControlled = navigator.serviceWorker.controller !== null;
    workbox.addEventListener('controlling', () => {
      // The first worker of a first visit is no new version; one that another tab let in is.
      if (isControlled) {
        isTaken = true;
        setStep((before) => (before === 'taking' ? 'taken' : 'offered'));
      }
      isControlled = true;
    });
    // Without storage or in a private window there is no worker; the page works as long as it stays open.
    await workbox.register().catch(() => undefined);
    setInterval(() => void workbox?.update().catch(() => undefined), LOOK_AGAIN);
  };
  afterFirstScreen(() => void register());
  return {
    step,
    take: () => {
      setStep(isTaken ? 'taken' : 'taking');
      workbox?.messageSkipWaiting();
    },
    reload,
  };
};
