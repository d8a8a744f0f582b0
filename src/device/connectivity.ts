/** `online` is the browser's estimate: false means that there is no link; true guarantees nothing. */
export type Connectivity = { readonly online: boolean; readonly visible: boolean };

export type ConnectivityBrowser = {
  readonly window: EventTarget;
  readonly document: EventTarget & Pick<Document, 'visibilityState'>;
  readonly navigator: Pick<Navigator, 'onLine'>;
};

const thisBrowser = (): ConnectivityBrowser => ({ window, document, navigator });

const readConnectivity = ({ document, navigator } = thisBrowser()): Connectivity => ({
  online: navigator.onLine,
  visible: document.visibilityState === 'visible',
});

/**
 * Calls `onChange` now and at every change, also when a frozen page resumes. Returns a function that ends the watch.
 */
export const watchConnectivity = (
  onChange: (connectivity: Connectivity) => void,
  browser = thisBrowser(),
): (() => void) => {
  const stop = new AbortController();
  const report = (): void => onChange(readConnectivity(browser));
  for (const type of ['online', 'offline', 'pageshow'])
    browser.window.addEventListener(type, report, { signal: stop.signal });
  browser.document.addEventListener('visibilitychange', report, { signal: stop.signal });
  report();
  return () => stop.abort();
};
