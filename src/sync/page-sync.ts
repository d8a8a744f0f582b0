import type { MainDb } from '#storage/main-db.ts';
import type { SharedDb, SignedInRow } from '#storage/shared-db.ts';
import { storeClockOffset } from '#storage/sign-in.ts';
import { createSyncEngine } from './engine.ts';
import { startSchedule, type Page, type Schedule } from './schedule.ts';
import { sleep } from './sleep.ts';
import type { SyncStatus } from './status.ts';
import { xhrTransport } from './xhr-transport.ts';

export type PageSyncDeps = {
  readonly db: MainDb;
  readonly shared: SharedDb;
  readonly signedIn: SignedInRow;
  readonly page: Page;
  readonly onStatus: (status: SyncStatus) => void;
};

/** The engine as the page runs it, with the real clock, chance and link. It starts at once. */
export const startPageSync = ({ db, shared, signedIn, page, onStatus }: PageSyncDeps): Schedule =>
  startSchedule({
    person: signedIn.id,
    page,
    onStatus,
    createEngine: (onOwnStatus) =>
      createSyncEngine({
        db,
        identity: { person: signedIn.id, device: signedIn.device },
        transport: xhrTransport,
        now: Date.now,
        random: Math.random,
        sleep,
        onStatus: onOwnStatus,
        onClockOffset: (offset) => void storeClockOffset(shared, signedIn.id, offset),
      }),
  });
