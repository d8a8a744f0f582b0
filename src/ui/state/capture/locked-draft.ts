/**
 * A draft is open in one window at a time: the window holds a Web Lock named after the draft. The browser releases the
 * lock when the window ends, in every case.
 */
import type { Millis } from '#domain/base/units.ts';
import { readDraft } from '#storage/outbox/read-draft.ts';
import type { DraftRow, MainDb } from '#storage/databases/main-db.ts';
import { isBlank, openDrafts } from './open-draft.ts';

export type LockedDraft = { readonly draft: DraftRow; readonly release: () => void };

/** A reloaded page may release its lock only after the new page has started. */
const LOCK_TIMEOUT: Millis = 300;

/** Null if the draft is open in another window. */
const lock = (id: string, how: LockOptions): Promise<(() => void) | null> =>
  new Promise((resolve) => {
    const whileLocked = (lock: Lock | null) =>
      lock === null ? resolve(null) : new Promise<void>((release) => resolve(release));
    navigator.locks.request(`grid-patrol-draft-${id}`, how, whileLocked).catch(() => resolve(null));
  });

const lockWithTimeout = (id: string): Promise<(() => void) | null> => {
  const timedOut = new AbortController();
  setTimeout(() => timedOut.abort(), LOCK_TIMEOUT);
  return lock(id, { signal: timedOut.signal });
};

/** The first draft that is not open in another window, read again after the lock was acquired. */
export const lockFirst = async (
  db: MainDb,
  drafts: readonly Pick<DraftRow, 'id'>[],
): Promise<LockedDraft | null> => {
  for (const { id } of drafts) {
    const release = await lockWithTimeout(id);
    if (release === null) continue;
    // The window that released it may have saved it.
    const draft = await db.drafts.get(id);
    if (draft) return { draft: readDraft(draft), release };
    release();
  }
  return null;
};

export const lockById = async (db: MainDb, id: string): Promise<LockedDraft | null> =>
  lockFirst(db, [{ id }]);

/** The newest unfinished draft that is not open in another window. */
export const lockOpenDraft = async (db: MainDb): Promise<LockedDraft | null> =>
  lockFirst(db, await openDrafts(db));

/** Locks a new draft, whose id no other window has. */
export const lockNew = async (draft: DraftRow): Promise<LockedDraft> => ({
  draft,
  release: (await lockWithTimeout(draft.id)) ?? (() => {}),
});

/** Deletes blank drafts that are not open: a page that was killed early leaves one. */
export const dropBlankDrafts = async (db: MainDb): Promise<void> => {
  for (const { id } of await db.drafts.filter((draft) => isBlank(readDraft(draft))).toArray()) {
    const release = await lock(id, { ifAvailable: true });
    if (release === null) continue;
    await db.drafts.delete(id);
    release();
  }
};
