/**
 * Runs in the page of the product: saves the work through its drafts and save, returns its progress, and records
 * long tasks.
 */
import { shippedHazardKinds } from '#domain/catalogue/shipped-hazard-kinds.ts';
import { emptyForm, addDraftPhoto, writeDraft } from '#storage/outbox/drafts.ts';
import { MainDb } from '#storage/databases/main-db.ts';
import { isNothing, remaining } from '#storage/outbox/remaining.ts';
import { isReport, storedDraft } from '#storage/outbox/read-draft.ts';
import { readArea, saveReport } from '#storage/outbox/save-report.ts';
import { currentPerson, SharedDb } from '#storage/databases/shared-db.ts';
import type { SyncStatus } from '#sync/engine/status.ts';
import { syncName } from '#sync/coordination/sync-lock.ts';
import { newDraft } from '#ui/state/capture/drafts.ts';
import { draftPhoto } from '#ui/state/capture/draft-photo.ts';
import { openWork } from '#tests/bench/sync/work.ts';

/** What the phone has after saving: the exact texts that will be sent, and every picture. */
export type Held = {
  readonly events: readonly { readonly id: string; readonly text: string; readonly signature: string }[];
  readonly photos: readonly { readonly sha256: string; readonly bytes: number }[];
  readonly thumbnails: readonly { readonly sha256: string; readonly bytes: number }[];
};

/** Wall-clock times, since page and server are on one machine. */
export type Followed = {
  readonly onlineAt: number | null;
  /** When every event had its verdict and every photo its receipt. */
  readonly doneAt: number | null;
  /**
   * Tasks of the main thread of 50 ms or more since the page was online. Frames are not counted: requesting each would make
   * the browser draw sixty a second.
   */
  readonly longTasks: readonly number[];
};

const kind = shippedHazardKinds[0]!;
const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
const source = { now: Date.now, random };

const open = async () => {
  const signedIn = await currentPerson(new SharedDb());
  if (!signedIn) throw new Error('no person is signed in');
  return { signedIn, db: new MainDb(signedIn.id) };
};

const save = async (count: number, seed: number): Promise<Held> => {
  const { signedIn, db } = await open();
  const work = await openWork(seed);
  const area = await readArea(db);
  for (let at = 0; at < count; at++) {
    const { building, floor, description, lat, lon, photos } = await work.report(at);
    const blank = newDraft(source, { spot: { ...emptyForm.spot, building, floor }, carried: null });
    const fix = { lat, lon, accuracyMetres: 12, at: Date.now() };
    const form = {
      ...blank.form,
      family: kind.family,
      hazard: kind.code,
      severity: kind.severity,
      description,
      fix,
    };
    await writeDraft(db, { ...blank, form });
    for (const { photo, thumbnail } of photos) {
      const processed = { ...photo, width: 640, height: 480, thumbnail, takenAt: null, position: null };
      const taken = draftPhoto(processed, { slot: 'scene', source: 'camera' });
      const added = await addDraftPhoto(db, blank.id, taken, [photo, thumbnail], Date.now());
      if (!added.ok) throw new Error(added.error);
    }
    const author = { db, signedIn, now: Date.now(), random };
    const stored = await storedDraft(db, blank.id);
    if (!stored || !isReport(stored)) throw new Error('the draft is not stored');
    const saved = await saveReport(author, stored, area);
    if (!saved.ok) throw new Error(saved.error);
  }
  const [rows, photos] = [await db.outbox.toArray(), await db.photos.toArray()];
  db.close();
  return {
    events: rows.map(({ eventId, text, signature }) => ({ id: eventId, text, signature })),
    photos: photos.map(({ sha256, bytes }) => ({ sha256, bytes })),
    thumbnails: photos.map(({ thumbnail, thumbnailBytes }) => ({ sha256: thumbnail, bytes: thumbnailBytes })),
  };
};

const follow = async (): Promise<{ readonly read: () => Followed }> => {
  const { signedIn, db } = await open();
  let onlineAt: number | null = null;
  let doneAt: number | null = null;
  let onlineSince = Infinity;
  const longTasks: number[] = [];

  globalThis.addEventListener('online', () => {
    onlineAt = Date.now();
    onlineSince = performance.now();
  });
  const isSyncing = () => onlineAt !== null && doneAt === null;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      if (startTime >= onlineSince && isSyncing()) longTasks.push(duration);
  }).observe({ type: 'longtask' });

  const look = async () => {
    const unconfirmed = await db.photos.where('state').equals('stored').count();
    if (unconfirmed === 0 && isNothing(await remaining(db))) doneAt ??= Date.now();
  };
  const channel = new BroadcastChannel(syncName(signedIn.id));
  channel.addEventListener('message', ({ data }: MessageEvent<{ kind: string; status?: SyncStatus }>) => {
    // Reads the database only when nothing moves: reading is work for the page too.
    if (isSyncing() && data.status?.inFlight.length === 0) void look();
  });
  return { read: () => ({ onlineAt, doneAt, longTasks }) };
};

Object.assign(globalThis, { syncBench: { save, follow } });
export type SyncBench = { readonly save: typeof save; readonly follow: typeof follow };
