import type { MainDb } from '#storage/databases/main-db.ts';
import { isNothing, remaining } from '#storage/outbox/remaining.ts';
import type { SharedDb, SignedInRow } from '#storage/databases/shared-db.ts';
import { storeClockOffset } from '#storage/person/sign-in.ts';
import { askBackgroundSync, type Workers } from './background.ts';
import { createSyncEngine } from '#sync/engine/engine.ts';
import { liveHabitOf, startLive, type LiveState } from './live.ts';
import { startSchedule, type Page, type Schedule } from './schedule.ts';
import { refreshPerson } from '#sync/online/session.ts';
import { sleep } from '#sync/engine/sleep.ts';
import type { SyncStatus } from '#sync/engine/status.ts';
import { waitsForWifi } from './wifi-only.ts';
import { xhrTransport } from '#sync/transport/xhr-transport.ts';

export type PageSyncDeps = {
  readonly db: MainDb;
  readonly shared: SharedDb;
  readonly signedIn: SignedInRow;
  readonly page: Page;
  readonly link: {
    readonly isMetered: () => boolean;
    /** Tells when that may have changed; gives what ends it. */
    readonly watch: (onChange: () => void) => () => void;
  };
  readonly workers: Workers | undefined;
  readonly onStatus: (status: SyncStatus) => void;
  readonly onLive: (state: LiveState) => void;
};

/**
 * The engine as the page runs it, with the real clock, chance and link, and the ear for news. It starts at once. What
 * is left when the page goes is asked of the browser's background sync, where there is one.
 * A changed role or scope is learned at the start and whenever a live stream opens: the server ends the one that
 * stands when they change.
 */
export const startPageSync = (deps: PageSyncDeps): Schedule => {
  const { db, shared, signedIn, page, link, workers, onStatus, onLive } = deps;
  const transport = xhrTransport;
  const identity = { person: signedIn.id, device: signedIn.device };
  const refresh = () => void refreshPerson({ shared, transport }, signedIn);
  const schedule = startSchedule({
    person: signedIn.id,
    page,
    onStatus,
    createEngine: (onOwnStatus) =>
      createSyncEngine({
        db,
        identity,
        transport,
        now: Date.now,
        random: Math.random,
        sleep,
        photosWait: waitsForWifi(shared, link.isMetered),
        onStatus: onOwnStatus,
        onClockOffset: (offset) => void storeClockOffset(shared, signedIn.id, offset),
      }),
  });
  const live = startLive({
    identity,
    habit: liveHabitOf(signedIn.person.role),
    page,
    fetch,
    now: Date.now,
    random: Math.random,
    onOpen: refresh,
    onNews: () => schedule.wake('live'),
    onState: onLive,
  });
  // The browser forgets what it was asked after three tries, and a first save may come before there is a worker.
  const onHidden = async (): Promise<void> => {
    if (page.visibilityState === 'hidden' && !isNothing(await remaining(db)))
      await askBackgroundSync(workers);
  };
  const onVisibility = () => void onHidden().catch(() => {});
  page.addEventListener('visibilitychange', onVisibility);
  const unwatch = link.watch(() => schedule.wake('online'));
  refresh();
  return {
    wake: (trigger) => {
      schedule.wake(trigger);
      if (trigger === 'tap') live.retry();
      if (trigger === 'save') void askBackgroundSync(workers);
    },
    stop: async () => {
      page.removeEventListener('visibilitychange', onVisibility);
      unwatch();
      await live.stop();
      await schedule.stop();
    },
  };
};
