/** `online` is the browser's guess: false means there is no link, true promises nothing. */
export type Connectivity = { readonly online: boolean; readonly visible: boolean };

export type ConnectivityBrowser = {
  readonly window: EventTarget;
  readonly document: EventTarget & Pick<Document, 'visibilityState'>;
  readonly navigator: Pick<Navigator, 'onLine'>;
};

const thisBrowser = (): ConnectivityBrowser => ({ window, document, navigator });

export const readConnectivity = ({ document, navigator } = thisBrowser()): Connectivity => ({
  online: navigator.onLine,
  visible: document.visibilityState === 'visible',
});

/** Tells now and at every change; also when a frozen page comes back. Returns what ends it. */
export const watchConnectivity = (
  onChange: (connectivity: Connectivity) => void,
  browser = thisBrowser(),
): (() => void) => {
  const stop = new AbortController();
  const tell = (): void => onChange(readConnectivity(browser));
  for (const type of ['online', 'offline', 'pageshow'])
    browser.window.addEventListener(type, tell, { signal: stop.signal });
  browser.document.addEventListener('visibilitychange', tell, { signal: stop.signal });
  tell();
  return () => stop.abort();
};
