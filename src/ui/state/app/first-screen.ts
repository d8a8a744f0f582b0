/**
 * Defers work until the first screen shows the data on this phone: the engine, the service worker, the screens of the
 * next tap. On a slow phone each of them would delay the first screen.
 */
let markReady = (): void => {};
const ready = new Promise<void>((resolve) => {
  markReady = resolve;
});

const LATEST_MILLIS = 3000;

/** Call when the first screen has its contents. */
export const markFirstScreenReady = (): void => markReady();

/** Runs the work in an idle moment after the first screen is ready, and after three seconds at the latest. */
export const afterFirstScreen = (work: () => void): void => {
  const timeout = new Promise<void>((resolve) => setTimeout(resolve, LATEST_MILLIS));
  void Promise.race([ready, timeout]).then(() => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => work(), { timeout: 1000 });
    else setTimeout(work, 200);
  });
};
