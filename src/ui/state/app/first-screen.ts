/**
 * Work that may wait until the first screen shows what this phone holds: the engine, the service worker, the screens
 * behind the next tap. On a slow phone each of them would be in the way of it.
 */
let stands = (): void => {};
const standing = new Promise<void>((resolve) => {
  stands = resolve;
});

const LATEST_MILLIS = 3000;

/** The first screen has its contents. */
export const markFirstScreenReady = (): void => stands();

/** Runs the work then, when the phone has a moment; after three seconds in any case. */
export const afterFirstScreen = (work: () => void): void => {
  const late = new Promise<void>((resolve) => setTimeout(resolve, LATEST_MILLIS));
  void Promise.race([standing, late]).then(() => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => work(), { timeout: 1000 });
    else setTimeout(work, 200);
  });
};
