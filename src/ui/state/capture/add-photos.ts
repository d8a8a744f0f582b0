import { createSignal, type Signal } from 'solid-js';
import type { Millis, Sha256 } from '#domain/base/units.ts';
import { MAX_PHOTOS_PER_EVENT } from '#domain/ledger/photo-manifest.ts';
import type { PhotoPipeline } from '#photo/photo-pipeline.ts';
import type { DraftRow, MainDb } from '#storage/databases/main-db.ts';
import { addDraftPhoto, discardDraft, emptyForm, writeDraft } from '#storage/outbox/drafts.ts';
import type { FileFault } from './capture-photos.ts';
import { lockById, lockNew } from './locked-draft.ts';
import { manifestPhoto } from './manifest-photo.ts';
import type { PersonState } from '#ui/state/person/person.ts';

export type PhotoRefusal = { readonly name: string; readonly fault: FileFault };
type Deps = Pick<PersonState, 'db' | 'openPipeline' | 'act'> & { readonly now: () => Millis };

type Refusals = Readonly<Record<string, readonly PhotoRefusal[]>>;

/** By the person's database, then by case. A refusal is kept until the person dismisses it, even if the screen was
 * closed before the refusal. */
const refusals = new WeakMap<MainDb, Signal<Refusals>>();

/** Photos that could not be added to a case. */
export const caseRefusals = (
  db: MainDb,
  caseId: () => string,
): {
  readonly all: () => readonly PhotoRefusal[];
  readonly add: (caseId: string, more: readonly PhotoRefusal[]) => void;
  readonly dismiss: (refusal: PhotoRefusal) => void;
} => {
  const [byCase, setByCase] = refusals.get(db) ?? createSignal<Refusals>({});
  refusals.set(db, [byCase, setByCase]);
  const of = (id: string) => byCase()[id] ?? [];
  return {
    all: () => of(caseId()),
    add: (id, more) => setByCase((it) => ({ ...it, [id]: [...of(id), ...more] })),
    dismiss: (refusal) =>
      setByCase((it) => ({ ...it, [caseId()]: of(caseId()).filter((each) => each !== refusal) })),
  };
};

const refusedAll = (files: readonly File[], fault: FileFault): readonly PhotoRefusal[] =>
  files.map(({ name }) => ({ name, fault }));

/**
 * Adds photos to an existing case, in as many events as their number needs. Each photo is stored as soon as it is
 * processed: if the page is killed, `finishCasePhotos` adds those at the next start. Never rejects: at the end each photo is
 * stored, or is in the result with its fault. A refused photo does not affect the others.
 */
export const addCasePhotos = async (
  deps: Deps,
  caseId: string,
  files: readonly File[],
  known: readonly Sha256[] = [],
): Promise<readonly PhotoRefusal[]> => {
  const refusals: PhotoRefusal[] = [];
  for (let at = 0; at < files.length; at += MAX_PHOTOS_PER_EVENT) {
    const batch = files.slice(at, at + MAX_PHOTOS_PER_EVENT);
    const id = crypto.randomUUID();
    try {
      refusals.push(...(await addEvent(deps, { id, caseId }, batch, new Set(known))));
    } catch (bug) {
      reportError(bug);
      await discardDraft(deps.db, id).catch(() => {});
      refusals.push(...refusedAll(batch, 'stopped'));
    }
  }
  return refusals;
};

type Target = Pick<DraftRow, 'id' | 'caseId'>;

const addEvent = async (
  deps: Deps,
  target: Target,
  files: readonly File[],
  known: Set<Sha256>,
): Promise<readonly PhotoRefusal[]> => {
  const { db, now } = deps;
  const pipeline = await deps.openPipeline();
  const names = files.map(({ name }) => name);
  const begun: DraftRow = {
    ...target,
    updatedAt: now(),
    form: emptyForm,
    photos: [],
    replaces: null,
    adding: names,
  };
  const { release } = await lockNew(begun);
  try {
    await writeDraft(db, begun);
    const refusals: PhotoRefusal[] = [];
    const accepted: File[] = [];
    for (const [done, file] of files.entries()) {
      const fault = await addFile(deps, target.id, file, pipeline, known);
      if (fault) refusals.push({ name: file.name, fault });
      else accepted.push(file);
      await db.drafts.update(target.id, { adding: names.slice(done + 1) });
    }
    const isSaved = await saveAdded(deps, target);
    return isSaved ? refusals : [...refusals, ...refusedAll(accepted, 'storageFull')];
  } finally {
    release();
  }
};

const addFile = async (
  { db, now }: Deps,
  draftId: string,
  file: File,
  pipeline: PhotoPipeline,
  known: Set<Sha256>,
): Promise<FileFault | null> => {
  const result = await pipeline.process(file, file.name);
  if (!result.ok) return result.error;
  const { sha256, data, thumbnail } = result.value;
  if (known.has(sha256)) return 'duplicate';
  known.add(sha256);
  const photo = manifestPhoto(result.value, { role: 'scene', source: 'file' });
  const added = await addDraftPhoto(db, draftId, photo, [{ sha256, data }, thumbnail], now());
  if (added.ok) return null;
  return added.error === 'storageFull' ? 'storageFull' : 'stopped';
};

/** Makes an event of the stored photos, and deletes the draft with it. False if the disk is full: nothing is left then. */
const saveAdded = async ({ db, act }: Pick<Deps, 'db' | 'act'>, { id, caseId }: Target): Promise<boolean> => {
  const photos = (await db.drafts.get(id))?.photos ?? [];
  const saved =
    photos.length > 0 ? await act({ caseId, type: 'case.photoAdded', text: '', photos, draftId: id }) : null;
  if (!saved?.ok) await discardDraft(db, id);
  return saved?.ok ?? true;
};

/** Adds what was stored when the page was killed, and names the files that were not. */
export const finishCasePhotos = async (deps: Pick<Deps, 'db' | 'act'>): Promise<void> => {
  const { db } = deps;
  for (const { id, caseId } of await db.drafts.filter(({ adding }) => adding !== undefined).toArray()) {
    const locked = await lockById(db, id);
    if (locked === null) continue;
    await saveAdded(deps, { id, caseId });
    const missing = (locked.draft.adding ?? []).map((name): PhotoRefusal => ({ name, fault: 'stopped' }));
    caseRefusals(db, () => caseId).add(caseId, missing);
    locked.release();
  }
};
