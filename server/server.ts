import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '#domain/base/units.ts';
import type { Auth } from './auth/auth.ts';
import type { Configuration } from './configuration.ts';
import { openAdmission } from './http/base/admission.ts';
import { createApp } from './http/app.ts';
import type { Services } from './http/base/services.ts';
import { loadStaticApp } from './http/static-app.ts';
import { refoldOlder } from './ledger/refold.ts';
import { listen, stopListening } from './listen.ts';
import { openLog } from './log.ts';
import { importFolder } from './office/imports/import-folder.ts';
import { createServices } from './services.ts';
import { openDataFolder } from './store/data-folder.ts';
import { serverSecret } from './store/secret.ts';
import { isDatabaseAway, isOutOfSpace } from './store/faults.ts';
import { StartError } from './store/start-error.ts';
import { openStore, type Store } from './store/store.ts';

/** The background fold uses a fifth of the time; pushes have the rest. */
const REFOLD_PAUSE = 4;

export type Progress = (done: number, total: number) => void;

/** What the demo reports while it is played. */
export type DemoOutput = {
  readonly onProgress?: Progress | undefined;
  /** Receives one line of text for the terminal. */
  readonly onNotice?: ((line: string) => void) | undefined;
};

/** A demo for an empty server. `main.ts` passes it in: the server does not import the demo. */
export type Demo = {
  readonly isDemo: (store: Store) => Promise<boolean>;
  /** Enrols the people and places of the demo on an empty server. */
  readonly seed: (store: Store, auth: Auth, story: { now: Millis; days: number }) => Promise<void>;
  /** Plays the days of the demo over the HTTP interface. `secret` is the secret of the server. */
  readonly play: (services: Services, secret: string, output: DemoOutput) => Promise<void>;
  /** The sign-ins of the demo, for the terminal. */
  readonly greeting: () => readonly string[];
};

export type RunningServer = {
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  /** The name of the database, for the terminal. */
  readonly database: string;
  readonly isDemo: boolean;
  /** The one-time code for the first admin; null if the server has an admin. */
  readonly firstAdminCode: string | null;
  /** The number of open live streams. */
  listeners(): number;
  /** Finishes the running requests, then releases the port and the data folder. */
  close(): Promise<void>;
};

export type ServerOptions = Configuration & {
  /** The folder of the built app. If it does not exist, only the API is served. */
  readonly appDir: string;
  readonly demo: Demo;
  readonly clock?: () => Millis;
  readonly graceMillis?: Millis;
  readonly heartbeat?: Millis;
  /** Limit of sync requests that run at once; see `http/base/admission.ts`. */
  readonly requestsAtOnce?: number;
  /** Called while the demo is played, before the server listens. */
  readonly onDemoProgress?: Progress;
  readonly onDemoNotice?: (line: string) => void;
  /** Receives one line of text for each imported file. */
  readonly onImportNotice?: (line: string) => void;
};

/** Throws a StartError if the folder, the database or the port cannot be used; everything is closed again then. */
export const startServer = async (options: ServerOptions): Promise<RunningServer> => {
  const { port, host, clock = Date.now, graceMillis = 5000 } = options;
  const dataDir = resolve(options.dataDir);
  const folder = await openDataFolder(dataDir, options.databaseUrl === null ? 'alone' : 'shared');
  const undo: (() => void | Promise<void>)[] = [() => folder.release()];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const store = await openStore(options.databaseUrl ?? folder.database);
    undo.push(() => store.close());
    const secret = await serverSecret(store);
    const log = openLog(options.logLevel);
    const services = await createServices(store, folder, {
      ...options,
      secret,
      clock,
      log,
      admission: openAdmission(options.requestsAtOnce),
      seed: async (auth) => {
        if (options.isDemoWanted)
          await options.demo.seed(store, auth, { now: clock(), days: options.demoDays });
        if (options.importFolder !== null)
          await importFolder(store, {
            folder: resolve(options.importFolder),
            now: clock(),
            print: options.onImportNotice ?? (() => undefined),
          });
      },
    });
    if (options.isDemoWanted && options.demoDays > 0)
      await store.withGlobalLock(() =>
        options.demo.play(services, secret, {
          onProgress: options.onDemoProgress,
          onNotice: options.onDemoNotice,
        }),
      );
    const app = createApp(services, await loadStaticApp(options.appDir));
    const server = await listen(app, host, port);
    undo.push(() => services.inFlight.settled());
    undo.push(() => stopListening(server, graceMillis));
    undo.push(() => services.live.close());
    undo.push(() => log.info('stopping'));
    const { port: actualPort } = server.address() as AddressInfo;
    const stopRefold = new AbortController();
    const refolded = refoldOlder(store, stopRefold.signal, (took) => sleep(REFOLD_PAUSE * took))
      .then((count) => count > 0 && log.info({ count }, 'subjects of an older version were folded anew'))
      .catch((error: unknown) => log.error({ err: error }, 'cannot fold older subjects anew'));
    undo.push(async () => {
      stopRefold.abort();
      await refolded;
    });
    log.info({ port: actualPort, dataDir }, 'started');
    return {
      url: `http://localhost:${actualPort}`,
      port: actualPort,
      dataDir,
      database: store.name,
      isDemo: await options.demo.isDemo(store),
      firstAdminCode: services.firstAdmin.code(),
      listeners: services.live.listeners,
      close,
    };
  } catch (error) {
    await close();
    if (isOutOfSpace(error))
      throw new StartError(`No space is left for the data folder ${dataDir} or its database.`);
    throw isDatabaseAway(error)
      ? new StartError('The connection to the database was lost during the start.')
      : error;
  }
};
