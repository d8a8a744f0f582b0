import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Millis } from '#domain/base/units.ts';
import type { Auth } from '#server/auth/auth.ts';
import type { FirstAdmin } from '#server/auth/first-admin.ts';
import type { SignInQueue } from '#server/auth/sign-in-limit.ts';
import type { Live } from '#server/ledger/live.ts';
import type { Pushes } from '#server/intake/pushes.ts';
import type { Receipts } from '#server/ledger/receipts.ts';
import type { Log } from '#server/log.ts';
import type { PhotoFiles } from '#server/photos/photo-files.ts';
import type { Admission, Slot } from './admission.ts';
import type { InFlight } from './in-flight.ts';
import type { Uploads } from '#server/photos/uploads.ts';
import type { Store } from '#server/store/store.ts';

/** The services that request handlers use. */
export type Services = {
  readonly store: Store;
  /** The secret of the server, stored in its database. */
  readonly secret: string;
  readonly auth: Auth;
  readonly firstAdmin: FirstAdmin;
  readonly signInQueue: SignInQueue;
  readonly receipts: Receipts;
  readonly pushes: Pushes;
  readonly files: PhotoFiles;
  readonly uploads: Uploads;
  readonly live: Live;
  /** The interval at which a live stream is checked and sends a heartbeat. */
  readonly heartbeat: Millis;
  readonly clock: () => Millis;
  readonly log: Log;
  /** The address that people open, if the operator named it. */
  readonly publicUrl: string | null;
  /** Origins whose pages may write; the public address is the first one. */
  readonly trustedOrigins: readonly string[];
  /** The server is behind a trusted proxy: the client address is the last entry of X-Forwarded-For. */
  readonly trustProxy: boolean;
  readonly inFlight: InFlight;
  readonly admission: Admission;
};

export type Env = {
  Bindings: HttpBindings;
  Variables: { services: Services; protocol: number; slot?: Slot };
};
export type AppContext = Context<Env>;
