/**
 * Installing the app. The browser offers it with an event that comes once, early, and is lost without a listener, so
 * create this at start-up. iOS has no such event: there the person adds the page to the home screen by hand, and
 * should, because Safari clears the storage of pages that were not visited for seven days.
 */
export type InstallState = {
  /** `prompt` can be called. */
  readonly offered: boolean;
  /** The page runs as an installed app. */
  readonly standalone: boolean;
  /** The person must install by hand: show the home-screen hint. */
  readonly ios: boolean;
  /** The installed app has a storage of its own: what waits in this page stays behind. */
  readonly hasOwnStorage: boolean;
};

export type InstallAnswer = 'accepted' | 'dismissed' | 'unavailable';

export type Installer = {
  state(): InstallState;
  /** Called at every change. Returns a function that ends the subscription. */
  subscribe(onChange: () => void): () => void;
  /** Shows the browser's own dialogue; call it from a tap. An offer can be used once. */
  prompt(): Promise<InstallAnswer>;
};

type InstallOffer = Event & {
  prompt(): Promise<unknown>;
  readonly userChoice: Promise<{ readonly outcome: 'accepted' | 'dismissed' }>;
};

export type InstallBrowser = {
  readonly window: EventTarget & { matchMedia(query: string): { readonly matches: boolean } };
  readonly navigator: Pick<Navigator, 'userAgent' | 'maxTouchPoints'> & { readonly standalone?: boolean };
};

const isInstallOffer = (event: Event): event is InstallOffer => 'prompt' in event && 'userChoice' in event;

/** An iPad identifies itself as a Macintosh. No Macintosh has a touch screen. */
const isIos = ({ userAgent, maxTouchPoints }: InstallBrowser['navigator']): boolean =>
  /iPhone|iPad|iPod/.test(userAgent) || (userAgent.includes('Macintosh') && maxTouchPoints > 1);

/** Safari on a Macintosh; other browsers there do not name a version of Safari. */
const isMacSafari = ({ userAgent }: InstallBrowser['navigator']): boolean =>
  userAgent.includes('Macintosh') && /Version\/\S+ .*Safari/.test(userAgent);

export const createInstaller = ({ window, navigator }: InstallBrowser = globalThis): Installer => {
  let offer: InstallOffer | null = null;
  const listeners = new Set<() => void>();
  const change = (next: InstallOffer | null): void => {
    offer = next;
    for (const listener of listeners) listener();
  };
  window.addEventListener('beforeinstallprompt', (event) => {
    if (!isInstallOffer(event)) return;
    // Without this, Chromium shows its own banner at any time.
    event.preventDefault();
    change(event);
  });
  window.addEventListener('appinstalled', () => change(null));
  return {
    state: () => ({
      offered: offer !== null,
      standalone: window.matchMedia('(display-mode: standalone)').matches || navigator.standalone === true,
      ios: isIos(navigator),
      hasOwnStorage: isIos(navigator) || isMacSafari(navigator),
    }),
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    async prompt() {
      if (!offer) return 'unavailable';
      const { userChoice } = offer;
      await offer.prompt();
      change(null);
      return (await userChoice).outcome;
    },
  };
};
