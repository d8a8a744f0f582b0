/**
 * Composition root of the page: opens the databases of this phone, then shows their data. Nothing here waits for the
 * network.
 */
import { render } from 'solid-js/web';
import { createSignal } from 'solid-js';
import { watchConnectivity } from '#device/connectivity.ts';
import { createInstaller } from '#device/install.ts';
import { createStorageQuota } from '#device/storage-quota.ts';
import { SharedDb } from '#storage/databases/shared-db.ts';
import { App, SignIn } from '#ui/App.tsx';
import { navigate } from '#ui/route/address.ts';
import { startLazily } from '#ui/state/sync/lazy-schedule.ts';
import type { PersonDeps } from '#ui/state/person/person.ts';
import { openSession } from '#ui/state/app/session.ts';
import { openSettings } from '#ui/state/app/settings.ts';
import { watchUpdates } from '#ui/state/app/update.ts';
import { isLanguage, setLanguage } from '#ui/i18n/messages.ts';
import '#ui/theme/tokens.css';
import '#ui/theme/base.css';

/** The version from package.json, inserted by the build. */
declare const __APP_VERSION__: string;

const now = Date.now;
const openTransport = async () => (await import('#sync/transport/xhr-transport.ts')).xhrTransport;
const leftInCapture = (person: string) =>
  import('#ui/state/app/others.ts').then(({ hasOpenDraft }) => hasOpenDraft(person)).catch(() => false);
const random = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes));

const start = async (): Promise<void> => {
  const installer = createInstaller();
  const storageQuota = createStorageQuota();
  const shared = new SharedDb();
  const [settings, session] = await Promise.all([
    openSettings(shared),
    openSession(shared, async () => {
      const [transport, { uuidV7 }] = await Promise.all([
        openTransport(),
        import('#domain/ledger/uuid-v7.ts'),
      ]);
      return {
        transport,
        newDeviceId: () => uuidV7(now(), random(10)),
        deviceLabel: navigator.userAgent,
      };
    }),
  ]);
  // Fetched together with the texts, not after them.
  if (session.me() === null) SignIn.preload().catch(() => undefined);
  const chosen = settings.language ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');
  // When the texts of another language cannot be loaded, the interface stays Chinese.
  if (isLanguage(chosen)) await setLanguage(chosen).catch(reportError);

  const me = session.me();
  if (me && location.pathname === '/' && settings.resume === me.id && (await leftInCapture(me.id)))
    navigate('/capture', { replace: true });

  const [online, setOnline] = createSignal(navigator.onLine);
  watchConnectivity((link) => setOnline(link.online));

  const person: PersonDeps = {
    shared,
    now,
    random,
    startSync: (db, signedIn, onStatus, onLive) =>
      startLazily(async () => {
        const [{ startPageSync }, { createMeteredLink }] = await Promise.all([
          import('#sync/coordination/page-sync.ts'),
          import('#device/metered-link.ts'),
        ]);
        const link = createMeteredLink();
        void import('#photo/heic-decoder.ts').then((it) => it.loadIfFree(link));
        const workers = navigator.serviceWorker;
        return () => startPageSync({ db, shared, signedIn, page: document, link, workers, onStatus, onLive });
      }),
    openPictures: async (db, cache, { id, device }) => {
      const [{ createPictures }, transport] = await Promise.all([
        import('#sync/online/pictures.ts'),
        openTransport(),
      ]);
      return createPictures({ db, cache, identity: { person: id, device }, transport, now });
    },
    openPipeline: async () => (await import('#photo/photo-pipeline.ts')).createPhotoPipeline(),
    onSaved: () => void storageQuota.persist(),
  };
  const app = {
    session,
    settings,
    online,
    installer,
    storageQuota,
    update: watchUpdates(import.meta.env.PROD ? '/sw.js' : null),
    version: __APP_VERSION__,
  };
  render(() => <App app={app} person={person} />, document.getElementById('root')!);
};

start().catch((error: unknown) => {
  document.getElementById('failed')!.hidden = false;
  reportError(error);
});
