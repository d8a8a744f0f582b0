/**
 * The state of one signed-in person on this phone. Created at the sign-in, disposed at the sign-out or at a switch of
 * persons: its databases close and its sync stops; nothing is deleted. Code that the first screen does not need is
 * loaded by `import()`, so that the patrol home appears fast on a slow phone.
 */
import {
  createEffect,
  createMemo,
  createSignal,
  getOwner,
  onCleanup,
  runWithOwner,
  type Accessor,
} from 'solid-js';
import type { Result } from '#domain/base/result.ts';
import type { Millis } from '#domain/base/units.ts';
import type { EventId } from '#domain/ledger/ids.ts';
import { capabilities } from '#domain/people/capabilities.ts';
import type { PhotoPipeline } from '#photo/photo-pipeline.ts';
import { CacheDb } from '#storage/databases/cache-db.ts';
import { MainDb } from '#storage/databases/main-db.ts';
import type { Author, CaseAct } from '#storage/outbox/save-report.ts';
import type { SharedDb, SignedInRow } from '#storage/databases/shared-db.ts';
import { idleStatus } from '#sync/engine/idle-status.ts';
import type { LoadPicture as FetchPicture } from '#sync/online/pictures.ts';
import type { LiveState } from '#sync/coordination/live.ts';
import type { Schedule } from '#sync/coordination/schedule.ts';
import type { SyncStatus } from '#sync/engine/status.ts';
import type { Capture, CaptureStart } from '#ui/state/capture/capture.ts';
import { createClock } from '#ui/state/reactive/clock.ts';
import { markFirstScreenReady } from '#ui/state/app/first-screen.ts';
import { openOnce } from '#ui/state/reactive/open-once.ts';
import type { LoadPicture } from './pictures.ts';
import type { PersonData } from './person-data.ts';
import type { Reference } from './reference.ts';
import type { Person } from '#domain/people/person.ts';

export type PersonDeps = {
  readonly shared: SharedDb;
  readonly now: () => Millis;
  readonly random: (bytes: number) => Uint8Array;
  readonly startSync: (
    db: MainDb,
    row: SignedInRow,
    onStatus: (status: SyncStatus) => void,
    onLive: (state: LiveState) => void,
  ) => Schedule;
  readonly openPictures: (db: MainDb, cache: CacheDb, row: SignedInRow) => Promise<FetchPicture>;
  readonly openPipeline: () => Promise<PhotoPipeline>;
  /** Called after each save: requests persistent storage. */
  readonly onSaved: () => void;
};

export type PersonState = PersonData & {
  readonly db: MainDb;
  /** The database shared by all persons on this phone. */
  readonly shared: SharedDb;
  readonly me: Accessor<SignedInRow>;
  readonly person: Accessor<Person>;
  readonly mayReport: Accessor<boolean>;
  /** The server's time, as far as this device knows its clock offset. For what is shown and judged. */
  readonly now: Accessor<Millis>;
  /** A time of this device's clock in the server's time. */
  readonly corrected: (deviceTime: Millis) => Millis;
  readonly sync: {
    readonly status: Accessor<SyncStatus>;
    /** State of the live stream. Without it, changes arrive by timer. */
    readonly live: Accessor<LiveState>;
    readonly sendNow: () => void;
    readonly wake: Schedule['wake'];
  };
  /** Resolves after the previous capture has ended. */
  readonly openCapture: (start: CaptureStart) => Promise<Capture>;
  readonly leaveCapture: (opened: Promise<Capture>) => void;
  /** A report form is open, or one that was left still processes photos. */
  readonly isCapturing: Accessor<boolean>;
  readonly act: (act: CaseAct) => Promise<Result<EventId, 'storageFull'>>;
  readonly openPipeline: () => Promise<PhotoPipeline>;
  readonly loadPicture: LoadPicture;
  /** Creates state that several screens share. It is disposed with the person, not with the first screen that uses it. */
  readonly inPersonScope: <T>(make: () => T) => T;
};

export const createPersonState = (me: Accessor<SignedInRow>, deps: PersonDeps): PersonState => {
  const { now, random } = deps;
  const first = me();
  const db = new MainDb(first.id);
  const cache = new CacheDb(first.id);
  const [status, setStatus] = createSignal<SyncStatus>(idleStatus);
  const [live, setLive] = createSignal<LiveState>('off');
  const schedule = deps.startSync(db, first, setStatus, setLive);
  const person = createMemo(() => me().person);

  const pipeline = openOnce(deps.openPipeline);

  const owner = getOwner();
  let left = false;
  const [data, setData] = createSignal<PersonData>();
  const [fault, setFault] = createSignal<unknown>();
  void import('./person-data.ts').then(({ createPersonData }) => {
    if (left) return;
    runWithOwner(owner, () => {
      const read = setData(createPersonData(db, person, status));
      createEffect(() => read.reports() && markFirstScreenReady());
      void finishAddedPhotos();
    });
  }, setFault);
  /** A chunk that cannot be loaded throws to the nearest error boundary. */
  const needed = (): PersonData | undefined => {
    if (fault()) throw fault();
    return data();
  };
  const reference: Reference = {
    kinds: () => needed()?.reference.kinds() ?? [],
    kind: (code) => data()?.reference.kind(code),
    grids: () => data()?.reference.grids() ?? [],
    grid: (code) => data()?.reference.grid(code),
    places: () => data()?.reference.places() ?? [],
    person: (id) => data()?.reference.person(id),
  };

  /** At a sign-out the database may close meanwhile; the next start finishes. */
  const finishAddedPhotos = async (): Promise<void> => {
    try {
      if ((await db.drafts.count()) === 0) return;
      const { finishCasePhotos } = await import('#ui/state/capture/add-photos.ts');
      await finishCasePhotos({ db, act, now, openPipeline: pipeline.open });
    } catch (failure) {
      if (!left) reportError(failure);
    }
  };

  let captureLeft = Promise.resolve();
  const [captures, setCaptures] = createSignal(0);
  const pictures = openOnce(() => deps.openPictures(db, cache, first));
  const corrected = (deviceTime: Millis): Millis => deviceTime + (me().clockOffset ?? 0);
  const author = (): Author => ({ db, signedIn: me(), now: now(), random });
  const saved = (): void => {
    schedule.wake('save');
    deps.onSaved();
  };

  const act: PersonState['act'] = async (what) => {
    const { saveCaseEvent } = await import('#storage/outbox/save-report.ts');
    const result = await saveCaseEvent(author(), what);
    if (result.ok) saved();
    return result;
  };

  onCleanup(() => {
    left = true;
    // A capture that was just left may still process photos.
    void Promise.allSettled([schedule.stop(), captureLeft]).then(() => {
      void pipeline.opened()?.then((it) => it.dispose());
      db.close();
      cache.close();
    });
  });

  return {
    db,
    shared: deps.shared,
    me,
    person,
    mayReport: () => capabilities[person().role].channel !== null,
    now: createClock(() => corrected(now())),
    corrected,
    reference,
    reports: () => needed()?.reports(),
    sending: () => data()?.sending(),
    unsent: () => data()?.unsent() ?? 0,
    drafts: () => data()?.drafts(),
    sync: {
      status,
      live,
      sendNow: () => schedule.wake('tap'),
      wake: schedule.wake,
    },
    isCapturing: () => captures() > 0,
    openCapture: async (start) => {
      setCaptures((count) => count + 1);
      const [{ openCapture }] = await Promise.all([import('#ui/state/capture/capture.ts'), captureLeft]);
      const onSaved = (): void => {
        saved();
        // HEIC files of the report that are not decoded yet.
        void finishAddedPhotos();
      };
      return openCapture({ db, signedIn: me, now, random, pipeline: pipeline.open, onSaved }, start);
    },
    leaveCapture: (opened) => {
      captureLeft = opened
        .then(
          (capture) => capture.leave(),
          () => {},
        )
        .finally(() => setCaptures((count) => count - 1));
    },
    act,
    openPipeline: pipeline.open,
    loadPicture: async (photo, size) => {
      const load = await pictures.open();
      const found = await load(photo, size);
      return found.ok ? found.value : null;
    },
    inPersonScope: (make) => runWithOwner(owner, make)!,
  };
};
