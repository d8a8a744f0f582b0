import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import type { Millis } from '#domain/base/units.ts';
import { openAuth } from './auth/auth.ts';
import { openFirstAdmin } from './auth/first-admin.ts';
import { openSignInLimit } from './auth/sign-in-limit.ts';
import type { Configuration } from './configuration.ts';
import { isDemo, seedDemo } from './demo/seed.ts';
import { createApp } from './http/app.ts';
import { countRequests } from './http/in-flight.ts';
import { loadStaticApp } from './http/static-app.ts';
import { openReceipts } from './ledger/receipts.ts';
import { listen, stopListening } from './listen.ts';
import { openLog } from './log.ts';
import { openPhotoFiles } from './photos/photo-files.ts';
import { openUploads } from './photos/uploads.ts';
import { openDataFolder } from './store/data-folder.ts';
import { serverSecret } from './store/secret.ts';
import { isOutOfSpace } from './store/sqlite.ts';
import { StartError } from './store/start-error.ts';
import { openStore } from './store/store.ts';

export type RunningServer = {
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  readonly isDemo: boolean;
  /** The one-time code for the first admin, when the server has nobody. */
  readonly firstAdminCode: string | null;
  /** Finishes what is under way, then lets go of the port and the data folder. */
  close(): Promise<void>;
};

export type ServerOptions = Configuration & {
  /** The built app; a folder that is not there serves the API alone. */
  readonly appDir: string;
  readonly clock?: () => Millis;
  readonly graceMillis?: Millis;
};

/** Throws a StartError, with nothing left open, when the folder or the port cannot be had. */
export const startServer = async (options: ServerOptions): Promise<RunningServer> => {
  const { port, host, publicUrl, trustedOrigins, trustProxy, clock = Date.now, graceMillis = 5000 } = options;
  const dataDir = resolve(options.dataDir);
  const folder = await openDataFolder(dataDir);
  const undo: (() => void | Promise<void>)[] = [() => folder.release()];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const store = await openStore(folder.database);
    undo.push(() => store.close());
    const secret = await serverSecret(store);
    const auth = await openAuth(store, secret, publicUrl);
    if (options.isDemoWanted) await seedDemo(store, auth);
    const firstAdmin = await openFirstAdmin(store);
    const files = openPhotoFiles(folder);
    await files.sweep(clock());
    const log = openLog(options.logLevel);
    const inFlight = countRequests();
    const app = createApp(
      {
        store,
        auth,
        firstAdmin,
        signInLimit: openSignInLimit(),
        receipts: openReceipts(secret),
        files,
        uploads: openUploads(),
        clock,
        log,
        trustedOrigins,
        trustProxy,
        inFlight,
      },
      await loadStaticApp(options.appDir),
    );
    const server = await listen(app, host, port);
    undo.push(() => inFlight.settled());
    undo.push(() => stopListening(server, graceMillis));
    undo.push(() => log.info('stopping'));
    const { port: actualPort } = server.address() as AddressInfo;
    log.info({ port: actualPort, dataDir }, 'started');
    return {
      url: `http://localhost:${actualPort}`,
      port: actualPort,
      dataDir,
      isDemo: await isDemo(store),
      firstAdminCode: firstAdmin.code(),
      close,
    };
  } catch (error) {
    await close();
    throw isOutOfSpace(error) ? new StartError(`The data folder ${dataDir} is on a full disk.`) : error;
  }
};
