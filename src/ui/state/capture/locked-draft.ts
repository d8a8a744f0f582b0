/**
 * A draft is open in one window at a time: a lock named after it is held as long as that. The system lets go of the
 * lock with the window, however that ends.
 */
import type { Millis } from '#domain/base/units.ts';
import type { DraftRow, MainDb } from '#storage/databases/main-db.ts';
import { isBlank, openDrafts } from './open-draft.ts';

export type LockedDraft = { readonly draft: DraftRow; readonly release: () => void };

/** A page that is reloaded may let go only after the next one has begun. */
const PATIENCE: Millis = 300;

/** Null when another window has it open. */
const lock = (id: string, how: LockOptions): Promise<(() => void) | null> =>
  new Promise((resolve) => {
    const whileLocked = (lock: Lock | null) =>
      lock === null ? resolve(null) : new Promise<void>((release) => resolve(release));
    navigator.locks.request(`grid-patrol-draft-${id}`, how, whileLocked).catch(() => resolve(null));
  });

const lockPatiently = (id: string): Promise<(() => void) | null> => {
  const patience = new AbortController();
  setTimeout(() => patience.abort(), PATIENCE);
  return lock(id, { signal: patience.signal });
};

/** The first of them that no other window has open, as it is now. */
export const lockFirst = async (db: MainDb, drafts: readonly DraftRow[]): Promise<LockedDraft | null> => {
  for (const { id } of drafts) {
    const release = await lockPatiently(id);
    if (release === null) continue;
    // The window that let go of it may have saved it.
    const draft = await db.drafts.get(id);
    if (draft) return { draft, release };
    release();
  }
  return null;
};

/** The report somebody was writing when they left or the phone died, unless another window is at it. */
export const lockOpenDraft = async (db: MainDb): Promise<LockedDraft | null> =>
  lockFirst(db, await openDrafts(db));

/** One that no other window knows of yet. */
export const lockNew = async (draft: DraftRow): Promise<LockedDraft> => ({
  draft,
  release: (await lockPatiently(draft.id)) ?? (() => {}),
});

/** A page killed before anything was said leaves an empty draft behind. */
export const dropBlankDrafts = async (db: MainDb): Promise<void> => {
  for (const { id } of await db.drafts.filter(isBlank).toArray()) {
    const release = await lock(id, { ifAvailable: true });
    if (release === null) continue;
    await db.drafts.delete(id);
    release();
  }
};
