/**
 * Keeps an open draft of any kind in the database.
 *
 * Promises: every change is in the database before `keeping` is `saved`. Writes run one after the other, so that text
 * and photos never overwrite each other.
 * Assumes: a draft is open in one window at a time. If another window saved it nevertheless, the changes made here
 * continue as a new draft. Breaks: writing this draft from other code.
 */
import { createSignal } from 'solid-js';
import type { Millis } from '#domain/base/units.ts';
import { discardDraft, removeDraftPhoto, setDraftPhotoSlot, writeDraft } from '#storage/outbox/drafts.ts';
import { presentBytes } from '#storage/outbox/outbox.ts';
import type {
  Draft,
  DraftForms,
  DraftKind,
  DraftPhoto,
  MainDb,
  UndecodedPhoto,
} from '#storage/databases/main-db.ts';
import { lockNew, type LockedDraft } from './locked-draft.ts';

export type Keeping = 'saved' | 'saving' | 'failed';

type Deps<K extends DraftKind> = {
  readonly db: MainDb;
  readonly now: () => Millis;
  readonly first: LockedDraft<K>;
  /** The ids of a new draft about a new subject. */
  readonly newIds: () => Pick<Draft<K>, 'id' | 'subject'>;
};

export type KeptDraft<K extends DraftKind> = ReturnType<typeof keepDraft<K>>;

export const keepDraft = <K extends DraftKind>({ db, now, first, newIds }: Deps<K>) => {
  let locked = first;
  const [draft, setDraft] = createSignal<Draft<K>>(first.draft);
  const [keeping, setKeeping] = createSignal<Keeping>('saved');
  const patch = (changes: (it: Draft<K>) => Partial<Draft<K>>): void => {
    setDraft((it) => ({ ...it, ...changes(it) }));
  };

  let tail: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = tail.then(work, work);
    tail = done.catch(() => undefined);
    return done;
  };

  /** Inside `inTurn`, so that nothing is written before the lock is held. */
  const lockInstead = async (row: Draft<K>): Promise<void> => {
    locked.release();
    locked = await lockNew(row);
  };

  /** Another window saved this draft: the changes made here continue in a new draft, about another subject. */
  const fork = async (): Promise<void> => {
    const { id, subject } = newIds();
    const present = await presentBytes(db, draft().photos);
    const isPresent = ({ sha256, thumbnail }: DraftPhoto): boolean =>
      present.has(sha256) && present.has(thumbnail.sha256);
    await lockInstead({ ...draft(), id });
    // Its HEIC files went on with what was saved.
    patch(({ photos }) => ({
      id,
      subject,
      replaces: null,
      photos: photos.filter(isPresent),
      undecoded: [],
    }));
    await writeDraft(db, { ...draft(), updatedAt: now() });
  };

  /** Writes the draft. Call it inside `inTurn`. */
  const store = async (): Promise<void> => {
    if (!(await writeDraft(db, { ...draft(), updatedAt: now() }))) await fork();
  };

  let writeWaits = false;
  const keep = (): void => {
    setKeeping('saving');
    if (writeWaits) return;
    writeWaits = true;
    inTurn(async () => {
      writeWaits = false;
      await store();
    }).then(
      () => !writeWaits && setKeeping('saved'),
      () => setKeeping('failed'),
    );
  };

  const dropUndecoded = ({ sha256 }: Pick<UndecodedPhoto, 'sha256'>): void =>
    patch(({ undecoded }) => ({ undecoded: undecoded.filter((it) => it.sha256 !== sha256) }));

  return {
    draft,
    keeping,
    inTurn,
    keep,
    store,
    fork,
    change: (changes: Partial<DraftForms[K]>): void => {
      patch(({ form }) => ({ form: { ...form, ...changes } }));
      keep();
    },
    /** Shows what the photo intake stored. */
    onAdded: (photo: DraftPhoto): void => patch(({ photos }) => ({ photos: [...photos, photo] })),
    onUndecoded: (file: UndecodedPhoto): void =>
      patch(({ undecoded }) => ({ undecoded: [...undecoded, file] })),
    onDecoded: dropUndecoded,
    changeSlot: async ({ sha256 }: DraftPhoto, slot: string): Promise<void> => {
      const { id } = draft();
      patch(({ photos }) => ({
        photos: photos.map((it) => (it.sha256 === sha256 ? { ...it, slot } : it)),
      }));
      await inTurn(() => setDraftPhotoSlot(db, id, sha256, slot));
    },
    /** A photo, or a HEIC file that is not decoded yet. */
    removePhoto: async (photo: Pick<DraftPhoto, 'sha256'>): Promise<void> => {
      const { id } = draft();
      patch(({ photos }) => ({ photos: photos.filter((it) => it.sha256 !== photo.sha256) }));
      dropUndecoded(photo);
      await inTurn(() => removeDraftPhoto(db, id, photo.sha256));
    },
    /** Goes on with another draft. Call it inside `inTurn`. `next` gets the last state of this one. */
    begin: async (row: Draft<K>, next: (last: Draft<K>) => Draft<K>): Promise<void> => {
      await lockInstead(row);
      setDraft(next);
      setKeeping('saved');
    },
    discard: (): Promise<void> => discardDraft(db, draft().id),
    release: (): void => locked.release(),
  };
};
