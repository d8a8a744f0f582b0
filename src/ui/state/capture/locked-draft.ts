/**
 * A draft is open in one window at a time: the window holds a Web Lock named after the draft. The browser releases the
 * lock when the window ends, in every case.
 */
import type { Millis } from '#domain/base/units.ts';
import { isReport, storedDraft, storedDrafts } from '#storage/outbox/read-draft.ts';
import type { Draft, DraftKind, DraftRow, MainDb } from '#storage/databases/main-db.ts';
import { isBlank, openDrafts } from './open-draft.ts';

export type LockedDraft<K extends DraftKind> = { readonly draft: Draft<K>; readonly release: () => void };
type IsKind<K extends DraftKind> = (draft: DraftRow) => draft is DraftRow & Draft<K>;

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

/** The first draft of this kind that is not open in another window, read again after the lock was acquired. */
export const lockFirst = async <K extends DraftKind>(
  db: MainDb,
  drafts: readonly Pick<DraftRow, 'id'>[],
  isKind: IsKind<K>,
): Promise<LockedDraft<K> | null> => {
  for (const { id } of drafts) {
    const release = await lockWithTimeout(id);
    if (release === null) continue;
    // The window that released it may have saved it.
    const draft = await storedDraft(db, id);
    if (draft && isKind(draft)) return { draft, release };
    release();
  }
  return null;
};

export const lockById = async <K extends DraftKind>(
  db: MainDb,
  id: string,
  isKind: IsKind<K>,
): Promise<LockedDraft<K> | null> => lockFirst(db, [{ id }], isKind);

/** The newest unfinished report that is not open in another window. */
export const lockOpenDraft = async (db: MainDb): Promise<LockedDraft<'report'> | null> =>
  lockFirst(db, await openDrafts(db), isReport);

/** Locks a new draft, whose id no other window has. */
export const lockNew = async <K extends DraftKind>(draft: Draft<K>): Promise<LockedDraft<K>> => ({
  draft,
  release: (await lockWithTimeout(draft.id)) ?? (() => {}),
});

/** Deletes blank reports that are not open: a page that was killed early leaves one. */
export const dropBlankDrafts = async (db: MainDb): Promise<void> => {
  for (const draft of await storedDrafts(db)) {
    if (!isReport(draft) || !isBlank(draft)) continue;
    const release = await lock(draft.id, { ifAvailable: true });
    if (release === null) continue;
    await db.drafts.delete(draft.id);
    release();
  }
};
