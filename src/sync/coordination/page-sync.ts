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
import { signText } from '#storage/person/device-key.ts';
import { withRenewal } from '#sync/transport/renewal.ts';
import { xhrTransport } from '#sync/transport/xhr-transport.ts';

export type PageSyncDeps = {
  readonly db: MainDb;
  readonly shared: SharedDb;
  readonly signedIn: SignedInRow;
  readonly page: Page;
  readonly link: {
    readonly isMetered: () => boolean;
    /** Calls `onChange` when `isMetered` may have changed. Returns a function that ends the watch. */
    readonly watch: (onChange: () => void) => () => void;
  };
  readonly workers: Workers | undefined;
  readonly onStatus: (status: SyncStatus) => void;
  readonly onLive: (state: LiveState) => void;
};

/**
 * Runs the engine in the page, with the real clock, random source and link, and keeps the live stream. It starts at
 * once. After a save, and when the page is hidden with unsent data, it registers a background sync, where the browser
 * has one.
 *
 * A changed role or scope is read at the start and whenever a live stream opens: the server ends an open stream when
 * they change.
 */
export const startPageSync = (deps: PageSyncDeps): Schedule => {
  const { db, shared, signedIn, page, link, workers, onStatus, onLive } = deps;
  const transport = withRenewal(xhrTransport, signedIn);
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
        sign: (text) => signText(signedIn.key, text),
        onStatus: onOwnStatus,
        onClockOffset: (...clock) => void storeClockOffset(shared, signedIn.id, ...clock),
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
  // The browser drops a registration after three tries, and at a first save there may be no worker yet.
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
