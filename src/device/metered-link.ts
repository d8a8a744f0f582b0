/** Does a link cost by the byte? Only some browsers tell (Chromium on phones); the others never call one metered. */
export type MeteredLink = {
  /** Where the browser cannot tell, no choice that depends on it is offered. */
  readonly canTell: () => boolean;
  readonly isMetered: () => boolean;
  /** Tells when that may have changed. Gives what ends it. */
  readonly watch: (onChange: () => void) => () => void;
};

/** The Network Information API, which the platform's types name in part only; workers have it too. */
export type Connection = Pick<EventTarget, 'addEventListener' | 'removeEventListener'> & {
  readonly type?: string;
  /** The person asked the system to save data. */
  readonly saveData?: boolean;
};

const thisBrowser = (): Connection | null =>
  (navigator as { readonly connection?: Connection }).connection ?? null;

const metered: readonly string[] = ['cellular', 'bluetooth', 'wimax'];
const told: readonly string[] = [...metered, 'wifi', 'ethernet', 'none'];

export const createMeteredLink = (connection = thisBrowser()): MeteredLink => {
  const saves = (): boolean => connection?.saveData === true;
  return {
    canTell: () => saves() || told.includes(connection?.type ?? ''),
    isMetered: () => saves() || metered.includes(connection?.type ?? ''),
    watch: (onChange) => {
      connection?.addEventListener('change', onChange);
      return () => connection?.removeEventListener('change', onChange);
    },
  };
};
