/** Renders the screens of a signed-in person in the test's page, with real databases and without a server. */
import { render } from 'solid-js/web';
import { createSignal, type JSX } from 'solid-js';
import type { Role } from '#domain/ledger/roles.ts';
import { createInstaller } from '#device/install.ts';
import { createStorageQuota } from '#device/storage-quota.ts';
import { createPhotoPipeline } from '#photo/photo-pipeline.ts';
import { makeDeviceKey } from '#storage/person/device-key.ts';
import { MainDb } from '#storage/databases/main-db.ts';
import { SharedDb, type SignedInRow } from '#storage/databases/shared-db.ts';
import type { Trigger } from '#sync/coordination/schedule.ts';
import type { SyncStatus } from '#sync/engine/status.ts';
import type { AppState } from '#ui/state/app/app.ts';
import { AppContext, PersonContext } from '#ui/state/app/context.ts';
import { createPersonState, type PersonDeps, type PersonState } from '#ui/state/person/person.ts';
import type { Update } from '#ui/state/app/update.ts';
import { openSettings } from '#ui/state/app/settings.ts';
import { newId } from '#tests/support/data/new-id.ts';
import '#ui/theme/tokens.css';
import '#ui/theme/base.css';

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));

export type Room = {
  readonly row: SignedInRow;
  readonly app: AppState;
  /** `show` creates the person's state from it. */
  readonly deps: PersonDeps;
  readonly db: MainDb;
  readonly shared: SharedDb;
  readonly state: () => PersonState;
  /** The wakes that the screens sent; there is no engine. */
  readonly triggers: Trigger[];
  readonly setStatus: (status: SyncStatus) => void;
  readonly setOnline: (isOnline: boolean) => void;
  readonly show: (screen: () => JSX.Element) => void;
  /** Removes the screen as a killed page would: only the database keeps anything. */
  readonly leave: () => Promise<void>;
  readonly scrap: () => Promise<void>;
};

export const openRoom = async (
  role: Role = 'patroller',
  update: Update = { step: () => 'none', take: () => {}, reload: () => {} },
  deps: Partial<PersonDeps> = {},
): Promise<Room> => {
  const id = newId();
  const shared = new SharedDb(`grid-patrol-test-${id}`);
  const row: SignedInRow = {
    id,
    device: newId(),
    person: { id, name: '王强', role, region: '330199', scope: ['330199001002001'] },
    clockOffset: null,
    ...(await makeDeviceKey()),
  };
  const [online, setOnline] = createSignal(true);
  const app: AppState = {
    session: {
      me: () => row,
      known: () => [row],
      needsAdmin: () => false,
      signIn: async () => null,
      createFirstAdmin: async () => null,
      switchTo: async () => {},
      signOut: async () => {},
      deps: () => Promise.reject(new Error('no enrolment in this harness')),
    },
    settings: await openSettings(shared),
    update,
    online,
    installer: createInstaller(),
    storageQuota: createStorageQuota(),
    version: 'test',
  };
  const db = new MainDb(id);
  let state: PersonState | undefined;
  let dispose = (): void => {};
  const triggers: Trigger[] = [];
  let setStatus: (status: SyncStatus) => void = () => {};

  const personDeps: PersonDeps = {
    shared,
    now: Date.now,
    random,
    startSync: (_db, _row, onStatus) => {
      setStatus = onStatus;
      return { wake: (trigger) => void triggers.push(trigger), stop: () => Promise.resolve() };
    },
    openPictures: async (main) => async (photo, size) => {
      const key = size === 'full' ? photo.sha256 : photo.thumbnail.sha256;
      const bytes = await main.photoBytes.get(key);
      return bytes ? { ok: true, value: bytes.data } : { ok: false, error: 'notFound' };
    },
    openPipeline: async () => createPhotoPipeline(),
    onSaved: () => {},
    ...deps,
  };

  return {
    row,
    app,
    deps: personDeps,
    db,
    shared,
    state: () => state!,
    triggers,
    setStatus: (status) => setStatus(status),
    setOnline,
    show: (screen) => {
      const root = document.createElement('div');
      document.body.append(root);
      const Inside = () => {
        state = createPersonState(() => row, personDeps);
        return <PersonContext.Provider value={state}>{screen()}</PersonContext.Provider>;
      };
      const end = render(
        () => (
          <AppContext.Provider value={app}>
            <Inside />
          </AppContext.Provider>
        ),
        root,
      );
      dispose = () => {
        end();
        root.remove();
      };
    },
    leave: async () => {
      dispose();
      dispose = () => {};
      await new Promise((resolve) => setTimeout(resolve, 50));
    },
    scrap: async () => {
      dispose();
      await new Promise((resolve) => setTimeout(resolve, 50));
      db.close();
      await Promise.all([db.delete(), shared.delete()]);
    },
  };
};
