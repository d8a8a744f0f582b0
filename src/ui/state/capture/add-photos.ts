import { createSignal, type Signal } from 'solid-js';
import type { Millis } from '#domain/base/units.ts';
import { MAX_PHOTOS_PER_EVENT } from '#domain/ledger/photo-manifest.ts';
import type { PhotoPipeline } from '#photo/photo-pipeline.ts';
import type { Draft, MainDb, UndecodedPhoto } from '#storage/databases/main-db.ts';
import {
  addDraftPhoto,
  addUndecoded,
  discardDraft,
  removeDraftPhoto,
  writeDraft,
} from '#storage/outbox/drafts.ts';
import { knownPhotos } from '#storage/outbox/known-photos.ts';
import { inManifest } from '#storage/outbox/outbox.ts';
import { isPhotos, storedDraft, storedDrafts } from '#storage/outbox/read-draft.ts';
import { sha256Hex } from '#storage/person/device-key.ts';
import { readBytes } from '#storage/photos/photos.ts';
import type { FileFault } from './capture-photos.ts';
import { lockById, lockNew } from './locked-draft.ts';
import { draftPhoto } from './draft-photo.ts';
import { createLiveQuery } from '#ui/state/reactive/live-query.ts';
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
 * processed: if the page is killed, `finishCasePhotos` adds those at the next start. HEIC files that cannot be decoded yet
 * are stored as they are and added later. Never rejects: at the end each photo is stored, or is in the result with its
 * fault. A refused photo does not affect the others.
 */
export const addCasePhotos = async (
  deps: Deps,
  caseId: string,
  files: readonly File[],
): Promise<readonly PhotoRefusal[]> => {
  const refusals: PhotoRefusal[] = [];
  for (let at = 0; at < files.length; at += MAX_PHOTOS_PER_EVENT) {
    const batch = files.slice(at, at + MAX_PHOTOS_PER_EVENT);
    const id = crypto.randomUUID();
    try {
      refusals.push(...(await addEvent(deps, { id, caseId }, batch)));
    } catch (bug) {
      reportError(bug);
      await discardDraft(deps.db, id).catch(() => {});
      refusals.push(...refusedAll(batch, 'stopped'));
    }
  }
  if ((await undecodedOf(deps.db, caseId).catch(() => [])).length > 0)
    void finishWhenLoaded(deps).catch(reportError);
  return refusals;
};

type Photos = Draft<'photos'>;

const addEvent = async (
  deps: Deps,
  { id, caseId }: { readonly id: string; readonly caseId: string },
  files: readonly File[],
): Promise<readonly PhotoRefusal[]> => {
  const { db, now } = deps;
  const pipeline = await deps.openPipeline();
  const names = files.map(({ name }) => name);
  const begun: Photos = {
    id,
    kind: 'photos',
    subject: { kind: 'case', id: caseId },
    updatedAt: now(),
    form: { missing: names },
    photos: [],
    undecoded: [],
    replaces: null,
  };
  const { release } = await lockNew(begun);
  try {
    await writeDraft(db, begun);
    const refusals: PhotoRefusal[] = [];
    const accepted: File[] = [];
    for (const [done, file] of files.entries()) {
      const fault = await addFile(deps, begun, file, pipeline);
      if (fault) refusals.push({ name: file.name, fault });
      else accepted.push(file);
      await db.drafts.update(id, { form: { missing: names.slice(done + 1) } });
    }
    if (await saveAdded(deps, id)) return refusals;
    await discardDraft(db, id);
    return [...refusals, ...refusedAll(accepted, 'storageFull')];
  } finally {
    release();
  }
};

/** `decoded`: the HEIC file in the draft, if that is where the file is from. */
const addFile = async (
  { db, now }: Pick<Deps, 'db' | 'now'>,
  target: Photos,
  file: Blob & { readonly name: string },
  pipeline: PhotoPipeline,
  decoded: UndecodedPhoto | null = null,
): Promise<FileFault | null> => {
  const result = await pipeline.process(file, file.name);
  const draft = await storedDraft(db, target.id);
  if (!draft) return 'stopped';
  if (!result.ok) {
    if (result.error !== 'noDecoder') return result.error;
    return decoded ? 'stopped' : addUndecodedFile({ db, now }, target, file);
  }
  const { sha256, data, thumbnail } = result.value;
  const known = await knownPhotos(db, target);
  if (known.has(sha256) || draft.photos.some((photo) => photo.sha256 === sha256)) return 'duplicate';
  const photo = draftPhoto(result.value, { slot: 'scene', source: 'file' });
  const pictures = [{ sha256, data }, thumbnail];
  const added = await addDraftPhoto(db, target.id, photo, pictures, now(), decoded?.sha256);
  return added.ok ? null : faultOf(added.error);
};

const addUndecodedFile = async (
  { db, now }: Pick<Deps, 'db' | 'now'>,
  { id, subject }: Photos,
  file: Blob & { readonly name: string },
): Promise<FileFault | null> => {
  const data = await file.arrayBuffer();
  const sha256 = await sha256Hex(data);
  if ((await undecodedOf(db, subject.id)).some((other) => other.sha256 === sha256)) return 'duplicate';
  const added = await addUndecoded(db, id, { sha256, slot: 'scene', name: file.name }, data, now());
  return added.ok ? null : faultOf(added.error);
};

const faultOf = (error: 'storageFull' | 'notFound'): FileFault =>
  error === 'storageFull' ? 'storageFull' : 'stopped';

/**
 * Makes an event of the stored photos. The draft ends with it; HEIC files that are not decoded yet go on in a new one.
 * False if the disk is full.
 */
const saveAdded = async ({ db, act }: Pick<Deps, 'db' | 'act'>, id: string): Promise<boolean> => {
  const draft = await storedDraft(db, id);
  if (!draft) return true;
  const photos = draft.photos.map(inManifest);
  const caseId = draft.subject.id;
  if (photos.length > 0)
    return (await act({ caseId, type: 'case.photoAdded', text: '', photos, draftId: id })).ok;
  if (draft.undecoded.length === 0) await discardDraft(db, id);
  return true;
};

const draftsFor = async (db: MainDb, caseId: string): Promise<Photos[]> =>
  (await storedDrafts(db)).filter(isPhotos).filter(({ subject }) => subject.id === caseId);

/** HEIC files that are added to this case as soon as the decoder is on this phone. */
const undecodedOf = async (db: MainDb, caseId: string): Promise<readonly UndecodedPhoto[]> =>
  (await draftsFor(db, caseId)).flatMap(({ undecoded }) => undecoded);

/** `undecodedOf` as a signal; undefined until it is read. */
export const createUndecoded = (
  db: MainDb,
  caseId: () => string,
): (() => readonly UndecodedPhoto[] | undefined) =>
  createLiveQuery(() => {
    const id = caseId();
    return () => undecodedOf(db, id);
  });

/** Removes a HEIC file that waits to be added to the case. */
export const removeUndecoded = async (
  db: MainDb,
  caseId: string,
  { sha256 }: UndecodedPhoto,
): Promise<void> => {
  for (const { id } of await draftsFor(db, caseId)) await removeDraftPhoto(db, id, sha256);
};

/**
 * Adds what was stored when the page was killed, and names the files that were not. HEIC files that need the decoder are
 * added once it is loaded.
 */
export const finishCasePhotos = async (deps: Deps): Promise<void> => {
  await finishStored(deps);
  const remaining = (await storedDrafts(deps.db)).filter(isPhotos);
  if (remaining.some(({ undecoded }) => undecoded.length > 0)) await finishWhenLoaded(deps);
};

const finishWhenLoaded = async (deps: Deps): Promise<void> => {
  await (await deps.openPipeline()).loadDecoder();
  await finishStored(deps);
};

const finishStored = async (deps: Deps): Promise<void> => {
  const { db } = deps;
  for (const { id } of (await storedDrafts(db)).filter(isPhotos)) {
    const locked = await lockById(db, id, isPhotos);
    if (locked === null) continue;
    try {
      await finishDraft(deps, locked.draft);
    } finally {
      locked.release();
    }
  }
};

const finishDraft = async (deps: Deps, draft: Photos): Promise<void> => {
  const { db, openPipeline } = deps;
  const { id, subject, form } = draft;
  const refused = form.missing.map((name): PhotoRefusal => ({ name, fault: 'stopped' }));
  for (const file of draft.undecoded) {
    const data = await readBytes(db, file.sha256);
    const picked = new File(data ? [data] : [], file.name);
    const fault = await addFile(deps, draft, picked, await openPipeline(), file);
    // What may succeed later stays in the draft.
    if (fault === null || fault === 'stopped' || fault === 'storageFull') continue;
    refused.push({ name: file.name, fault });
    await removeDraftPhoto(db, id, file.sha256);
  }
  await writeDraft(db, { ...draft, form: { missing: [] } });
  if (refused.length > 0) caseRefusals(db, () => subject.id).add(subject.id, refused);
  await saveAdded(deps, id);
};
