/**
 * Who waits for news of a region, and the one watcher of this process that brings it.
 *
 * Promises: whoever listens is told once at the beginning and again after every change of the region, whichever
 * process made it; never what changed. Telling someone who has not heard the last word yet adds nothing, so a
 * listener that stalls costs one flag.
 * Assumes: every change moves the region's mark (`feed.ts`).
 */
import type { Millis } from '#domain/base/units.ts';
import type { Log } from '#server/log.ts';
import { anyOf, type Reading } from '#server/store/store.ts';

export type ListenerIdentity = { readonly person: string; readonly device: string; readonly region: string };

export type Listener = {
  /** `changed` as soon as there is news, `quiet` after the time, `ended` for good. One caller at a time. */
  next(millis: Millis): Promise<'changed' | 'quiet' | 'ended'>;
  end(): void;
};

export type Live = {
  /**
   * A newer listener of a device ends the one before it: on a bad link the old connection may be dead without
   * anyone having said so. Null when the person has as many as one person may have, or the server stops.
   */
  listen(identity: ListenerIdentity): Promise<Listener | null>;
  /** Something may have changed here: the watcher looks now, not at its next time. */
  notify(): void;
  listeners(): number;
  /** Ends every listener and the watcher. */
  close(): Promise<void>;
};

export const LISTENERS_A_PERSON = 8;

const POLL_INTERVAL: Millis = 1000;
/** A burst of changes is told so often and no more. */
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
      // The database may be back at the next look; until then nobody can pull either.
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
      // Read before the first word is told: what changes after it is then a change of this mark.
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
