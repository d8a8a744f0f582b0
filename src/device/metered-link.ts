/**
 * Whether the link is paid by volume. Only some browsers report it (Chromium on phones); in the others no link counts
 * as metered.
 */
export type MeteredLink = {
  /** False where the browser does not report it. Then the interface offers no choice that depends on it. */
  readonly canTell: () => boolean;
  readonly isMetered: () => boolean;
  /** Calls `onChange` when `isMetered` may have changed. Returns a function that ends the watch. */
  readonly watch: (onChange: () => void) => () => void;
};

/** The Network Information API. The standard type definitions include only a part of it. Workers have it too. */
export type Connection = Pick<EventTarget, 'addEventListener' | 'removeEventListener'> & {
  readonly type?: string;
  /** The person turned on the data saver of the system. */
  readonly saveData?: boolean;
};

const thisBrowser = (): Connection | null =>
  (navigator as { readonly connection?: Connection }).connection ?? null;

const meteredTypes: readonly string[] = ['cellular', 'bluetooth', 'wimax'];
const knownTypes: readonly string[] = [...meteredTypes, 'wifi', 'ethernet', 'none'];

export const createMeteredLink = (connection = thisBrowser()): MeteredLink => {
  const type = (): string => connection?.type ?? '';
  const isKnown = (): boolean => knownTypes.includes(type());
  // The data saver stays on over Wi-Fi too: it says something about the link only where the browser says nothing else.
  const isSavingData = (): boolean => !isKnown() && connection?.saveData === true;
  return {
    canTell: () => isKnown() || isSavingData(),
    isMetered: () => meteredTypes.includes(type()) || isSavingData(),
    watch: (onChange) => {
      connection?.addEventListener('change', onChange);
      return () => connection?.removeEventListener('change', onChange);
    },
  };
};
