import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { err } from '#domain/base/result.ts';
import type { Role } from '#domain/ledger/roles.ts';
import { MARKER } from '#domain/protocol/version.ts';
import { currentPerson, SharedDb, writeSetting } from '#storage/databases/shared-db.ts';
import { storeSignIn } from '#storage/person/sign-in.ts';
import { remaining } from '#storage/outbox/remaining.ts';
import { SYNC_TAG } from '#sync/coordination/background.ts';
import type { LiveState } from '#sync/coordination/live.ts';
import { startPageSync, type PageSyncDeps } from '#sync/coordination/page-sync.ts';
import type { Schedule } from '#sync/coordination/schedule.ts';
import type { SyncStatus } from '#sync/engine/status.ts';
import { newPhone, NOON, report } from '#tests/storage/samples.ts';
import { xhrOver } from '#tests/support/link/xhr-over.ts';
import { createFakeServer } from '#tests/sync/fake-server.ts';
import { eventually } from '#tests/sync/rig.ts';

afterEach(() => vi.unstubAllGlobals());

/** The link of the page: every answer is lost except that of `/api/session`. */
const fakeLink = (answer: () => object) =>
  class extends EventTarget {
    readonly upload = new EventTarget();
    readonly status = 200;
    response = new ArrayBuffer(0);
    responseType = '';
    #path = '';
    open(_: string, path: string): void {
      this.#path = path;
    }
    setRequestHeader(): void {}
    getResponseHeader(): null {
      return null;
    }
    send(): void {
      const isAnswered = this.#path === '/api/session';
      if (isAnswered) this.response = new TextEncoder().encode(JSON.stringify(answer())).buffer;
      queueMicrotask(() => this.dispatchEvent(new Event(isAnswered ? 'load' : 'error')));
    }
    abort(): void {
      this.dispatchEvent(new Event('abort'));
    }
  };

const aPage = (visibilityState: 'visible' | 'hidden') =>
  Object.assign(new EventTarget(), { visibilityState });

/**
 * Starts the sync of a visible page, without a worker and with a link that never changes, unless the test overrides
 * it.
 */
const startSync = (
  needs: Pick<PageSyncDeps, 'db' | 'shared' | 'signedIn'> & Partial<PageSyncDeps>,
): Schedule => {
  const schedule = startPageSync({
    page: aPage('visible'),
    link: { isMetered: () => false, watch: () => () => {} },
    workers: undefined,
    onStatus: () => {},
    onLive: () => {},
    ...needs,
  });
  onTestFinished(() => schedule.stop());
  return schedule;
};

test('changed role → is read at the start and whenever a live stream opens', async () => {
  const { db, signedIn } = await newPhone();
  const shared = new SharedDb(`shared-${signedIn.id}`);
  onTestFinished(() => shared.close());
  await storeSignIn(shared, signedIn);
  let role: Role = 'inspector';
  const session = () => ({ marker: MARKER, serverTime: NOON, person: { ...signedIn.person, role } });
  vi.stubGlobal('XMLHttpRequest', fakeLink(session));
  let say = (): void => {};
  const opened = new Promise<Response>((resolve) => {
    say = () => {
      const body = new Blob(['data: changed\n\n']).stream();
      resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
    };
  });
  vi.stubGlobal('fetch', () => opened);
  const states: LiveState[] = [];
  startSync({ db, shared, signedIn, onLive: (state) => void states.push(state) });
  const storedRole = async () => (await currentPerson(shared))?.person.role;
  await eventually(async () => (await storedRole()) === 'inspector');
  role = 'reviewer';
  say();
  await eventually(async () => (await storedRole()) === 'reviewer');
  expect(states[0]).toBe('on');
});

test('photos wait for Wi-Fi, link reports a change → are sent without a tap', async () => {
  const phone = await newPhone();
  const { db, signedIn } = phone;
  const shared = new SharedDb(`shared-${signedIn.id}`);
  onTestFinished(() => shared.close());
  await writeSetting(shared, 'photosOverWifi', 'yes');
  await report(phone, 1);
  const server = createFakeServer(phone.by, Date.now);
  const isSync = ({ path }: { path: string }) => path !== '/api/session';
  vi.stubGlobal(
    'XMLHttpRequest',
    xhrOver(async (request) => (isSync(request) ? server.transport(request) : err('offline'))),
  );
  let metered = true;
  let changed = (): void => {};
  const link = {
    isMetered: () => metered,
    watch: (onChange: () => void) => {
      changed = onChange;
      return () => {};
    },
  };
  const shown: SyncStatus[] = [];
  const page = aPage('hidden');
  startSync({ db, shared, signedIn, page, link, onStatus: (status) => void shown.push(status) });
  await eventually(() => shown.at(-1)?.phase === 'idle' && shown.at(-1)?.waitingForWifi === true);
  expect([server.thumbnails.size, server.photos.size]).toEqual([1, 0]);
  metered = false;
  changed();
  await eventually(() => server.photos.size === 1);
});

test('[D9e] a save, and a hidden page with unsent events → each registers a background sync', async () => {
  const phone = await newPhone();
  const { db, signedIn } = phone;
  const shared = new SharedDb(`shared-${signedIn.id}`);
  onTestFinished(() => shared.close());
  vi.stubGlobal(
    'XMLHttpRequest',
    xhrOver(async () => err('offline')),
  );
  const tags: string[] = [];
  const sync = { register: async (tag: string) => void tags.push(tag) };
  const page = aPage('visible');
  const workers = { getRegistration: async () => ({ sync }) };
  const schedule = startSync({ db, shared, signedIn, page, workers });
  const setVisibility = async (visibilityState: string) => {
    Object.assign(page, { visibilityState });
    page.dispatchEvent(new Event('visibilitychange'));
    await remaining(db);
    await new Promise((resolve) => setTimeout(resolve, 50));
  };
  await setVisibility('hidden');
  await setVisibility('visible');
  expect(tags).toEqual([]);
  await report(phone);
  schedule.wake('save');
  await eventually(() => tags.length === 1);
  await setVisibility('visible');
  await setVisibility('hidden');
  await eventually(() => tags.length === 2);
  await schedule.stop();
  await setVisibility('hidden');
  expect(tags).toEqual([SYNC_TAG, SYNC_TAG]);
});
