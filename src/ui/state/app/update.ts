import { createSignal, type Accessor } from 'solid-js';
import type { Workbox } from 'workbox-window';
import type { Millis } from '#domain/base/units.ts';
import { afterFirstScreen } from './first-screen.ts';

/**
 * `offered`: a new version is on the phone and waits for consent. `taking`: the person consented, and the new service
 * worker takes over when the old one is idle. `taken`: only this page still runs the old version.
 */
export type UpdateStep = 'none' | 'offered' | 'taking' | 'taken';

export type Update = {
  readonly step: Accessor<UpdateStep>;
  /** Only on a tap of the person. */
  readonly take: () => void;
  readonly reload: () => void;
};

/** Browsers check for an update on navigation only, and a desk stays open for days. */
const CHECK_INTERVAL: Millis = 60 * 60_000;

/** An update never reloads the page without a tap: a report may be open. */
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
      // The first worker of the first visit is not an update. A worker that another tab accepted is one.
      if (isControlled) {
        isTaken = true;
        setStep((before) => (before === 'taking' ? 'taken' : 'offered'));
      }
      isControlled = true;
    });
    // Without storage or in a private window registration fails; the page works while it stays open.
    await workbox.register().catch(() => undefined);
    setInterval(() => void workbox?.update().catch(() => undefined), CHECK_INTERVAL);
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
