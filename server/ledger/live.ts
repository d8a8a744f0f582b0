/**
 * The listeners of live streams, and the one timer of this process that polls for changes of their regions ([V1]).
 *
 * Promises: a listener is signalled once at the beginning and after every change of its region, by any process. The signal
 * has no content. A second signal before the first is read changes nothing, so a stalled listener costs one flag.
 * Assumes: every change gives the region a new `mark` (`feed.ts`).
 */
import type { Millis } from '#domain/base/units.ts';
import type { Log } from '#server/log.ts';
import { anyOf, type Reading } from '#server/store/store.ts';

export type ListenerIdentity = { readonly person: string; readonly device: string; readonly region: string };

export type Listener = {
  /** Resolves to `changed` after a signal, `quiet` after `millis`, `ended` once ended. One caller at a time. */
  next(millis: Millis): Promise<'changed' | 'quiet' | 'ended'>;
  end(): void;
};

export type Live = {
  /**
   * A newer listener of a device ends the older one: on a bad link the old connection may be dead without a notice.
   * Null if the person has the maximum of listeners, or if the server stops ([V3]).
   */
  listen(identity: ListenerIdentity): Promise<Listener | null>;
  /** This process may have made a change: polls soon, before the next regular time. */
  notify(): void;
  listeners(): number;
  /** Ends every listener, and the polling. */
  close(): Promise<void>;
};

export const LISTENERS_A_PERSON = 8;

const POLL_INTERVAL: Millis = 1000;
/** The shortest time between two polls, so that a burst of changes causes few. */
const NOTIFIED_POLL_INTERVAL: Millis = 200;

type OwnListener = Listener & { readonly identity: ListenerIdentity; signal(): void };
type Watch = { mark: string | null; readonly listeners: Set<OwnListener> };

const createListener = (identity: ListenerIdentity, onEnd: (own: OwnListener) => void): OwnListener => {
  let news = true;
  let ended = false;
  let wake = (): void => {};
  const own: OwnListener = {
    identity,
    next: async (millis) => {
      if (!news && !ended)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, millis);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      if (ended) return 'ended';
      const outcome = news ? 'changed' : 'quiet';
      news = false;
      return outcome;
    },
    signal: () => {
      news = true;
      wake();
    },
    end: () => {
      if (ended) return;
      ended = true;
      onEnd(own);
      wake();
    },
  };
  return own;
};

export const openLive = (db: Reading, log: Pick<Log, 'warn'>, pollInterval: Millis = POLL_INTERVAL): Live => {
  const watches = new Map<string, Watch>();
  const listenersByPerson = new Map<string, Map<string, OwnListener>>();
  let timer: NodeJS.Timeout | undefined;
  let polling: Promise<void> | null = null;
  let polledAt: Millis = 0;
  let isNotified = false;
  let closed = false;

  const readMarks = (regions: Iterable<string>) =>
    db.selectFrom('regions').select(['region', 'mark']).where('region', 'in', anyOf(regions)).execute();

  const poll = async (): Promise<void> => {
    isNotified = false;
    try {
      for (const { region, mark } of await readMarks(watches.keys())) {
        const watch = watches.get(region);
        if (!watch || watch.mark === mark) continue;
        watch.mark = mark;
        for (const own of watch.listeners) own.signal();
      }
    } catch (error) {
      // The next poll may succeed. Until then no client can pull either.
      log.warn({ err: error }, 'cannot look for changes');
    }
  };

  const plan = (): void => {
    clearTimeout(timer);
    if (watches.size === 0 || polling || closed) return;
    const wait =
      polledAt +
      (isNotified ? Math.min(NOTIFIED_POLL_INTERVAL, pollInterval) : pollInterval) -
      performance.now();
    timer = setTimeout(
      () => {
        polling = poll().finally(() => {
          polling = null;
          polledAt = performance.now();
          plan();
        });
      },
      Math.max(0, wait),
    );
  };

  const forget = (own: OwnListener): void => {
    const { person, device, region } = own.identity;
    const mine = listenersByPerson.get(person);
    if (mine?.get(device) === own) mine.delete(device);
    if (mine?.size === 0) listenersByPerson.delete(person);
    const watch = watches.get(region);
    watch?.listeners.delete(own);
    if (watch?.listeners.size === 0) watches.delete(region);
    plan();
  };

  return {
    listen: async (identity) => {
      // Read before the first signal: every later change gives the region another mark.
      const [head] = await readMarks([identity.region]);
      if (closed) return null;
      const mine = listenersByPerson.get(identity.person);
      const before = mine?.get(identity.device);
      if (!before && mine && mine.size >= LISTENERS_A_PERSON) return null;
      before?.end();
      const own = createListener(identity, forget);
      listenersByPerson.set(
        identity.person,
        (listenersByPerson.get(identity.person) ?? new Map()).set(identity.device, own),
      );
      const watch = watches.get(identity.region) ?? { mark: head?.mark ?? null, listeners: new Set() };
      watches.set(identity.region, watch);
      watch.listeners.add(own);
      plan();
      return own;
    },
    notify: () => {
      isNotified = true;
      plan();
    },
    listeners: () => [...watches.values()].reduce((sum, watch) => sum + watch.listeners.size, 0),
    close: async () => {
      closed = true;
      for (const mine of listenersByPerson.values()) for (const own of mine.values()) own.end();
      clearTimeout(timer);
      await polling;
    },
  };
};
