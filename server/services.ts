import type { Millis } from '#domain/base/units.ts';
import { openAuth, type Auth } from './auth/auth.ts';
import { openFirstAdmin } from './auth/first-admin.ts';
import { openSignInQueue } from './auth/sign-in-limit.ts';
import type { Configuration } from './configuration.ts';
import { openAdmission, type Admission } from './http/base/admission.ts';
import { countRequests } from './http/base/in-flight.ts';
import type { Services } from './http/base/services.ts';
import { HEARTBEAT } from './http/sync/live.ts';
import { openLive } from './ledger/live.ts';
import { openPushes, type Gather } from './intake/pushes.ts';
import { openReceipts } from './ledger/receipts.ts';
import { shipToOlderRegions } from './ledger/reference.ts';
import type { Log } from './log.ts';
import { forgetMissing } from './photos/missing-files.ts';
import { openPhotoFiles } from './photos/photo-files.ts';
import { openUploads } from './photos/uploads.ts';
import type { DataFolder } from './store/data-folder.ts';
import type { Store } from './store/store.ts';

export type ServiceOptions = Pick<
  Configuration,
  'publicUrl' | 'trustedOrigins' | 'trustProxy' | 'mayPhotosBeLost'
> & {
  /** The secret of the server that `store` belongs to. */
  readonly secret: string;
  readonly clock: () => Millis;
  readonly log: Log;
  readonly heartbeat?: Millis;
  readonly admission?: Admission;
  readonly gather?: Gather;
  /** Enrols people before anything reads them, while no other server of this database starts. */
  readonly seed?: (auth: Auth) => Promise<void>;
};

/**
 * Composes the services of the HTTP handlers, and marks photos without a file as not sent. Throws a StartError if the
 * database has photos and the folder has none, unless `mayPhotosBeLost`.
 */
export const createServices = async (
  store: Store,
  folder: Pick<DataFolder, 'photos' | 'partial'>,
  options: ServiceOptions,
): Promise<Services> => {
  const { secret, clock, log, publicUrl, trustedOrigins, trustProxy } = options;
  const files = openPhotoFiles(folder);
  await files.partials.sweep(clock());
  const missing = await store.withGlobalLock(() =>
    forgetMissing(store, folder.photos, options.mayPhotosBeLost),
  );
  if (missing > 0) log.warn({ missing }, 'photos of the database are not in the folder');
  const receipts = openReceipts(secret);
  return {
    store,
    secret,
    auth: await store.withGlobalLock(async () => {
      const auth = await openAuth(store, secret, publicUrl);
      await options.seed?.(auth);
      await shipToOlderRegions(store, clock());
      return auth;
    }),
    firstAdmin: await openFirstAdmin(store, secret),
    signInQueue: openSignInQueue(),
    receipts,
    pushes: openPushes(store, receipts, options.gather),
    files,
    uploads: openUploads(),
    live: openLive(store.read, log),
    heartbeat: options.heartbeat ?? HEARTBEAT,
    clock,
    log,
    publicUrl,
    trustedOrigins,
    trustProxy,
    inFlight: countRequests(),
    admission: options.admission ?? openAdmission(),
  };
};
