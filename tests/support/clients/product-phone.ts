/** The storage and sync engine of the product, with IndexedDB in memory, signed in at a real server. */
import { Dexie } from 'dexie';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { enrolDevice, openSession } from '#demo/device-client.ts';
import { makeDeviceKey, signText } from '#storage/person/device-key.ts';
import { MainDb } from '#storage/databases/main-db.ts';
import { currentPerson, SharedDb } from '#storage/databases/shared-db.ts';
import type { Author } from '#storage/outbox/save-report.ts';
import { compareWithServer, type Comparison } from '#sync/online/compare.ts';
import { createSyncEngine, type EngineDeps, type RunOutcome } from '#sync/engine/engine.ts';
import { fetchTransport } from '#sync/transport/fetch-transport.ts';
import { sleep } from '#sync/engine/sleep.ts';
import type { Transport } from '#sync/transport/transport.ts';
import { newId } from './device.ts';
import type { Person } from '#domain/people/person.ts';

const never = new AbortController().signal;

/** One request at a time: in Node, a request that is aborted while its answer arrives may never settle. */
export const inTurn = (transport: Transport): Transport => {
  let last: Promise<unknown> = Promise.resolve();
  return (request) => {
    const answered = last.then(() => transport(request));
    last = answered;
    return answered;
  };
};

/** Adds what a browser adds by itself: the origin of the page, and the cookie. */
const transportTo =
  (url: string, cookie: string): Transport =>
  ({ path, headers, ...rest }) =>
    fetchTransport({ ...rest, path: `${url}${path}`, headers: { ...headers, cookie } });

export class ProductPhone {
  private constructor(
    readonly person: Person,
    readonly device: string,
    readonly keys: Awaited<ReturnType<typeof makeDeviceKey>>,
    readonly transport: Transport,
  ) {}

  static async signIn(url: string, username: string): Promise<ProductPhone> {
    Object.assign(Dexie.dependencies, { indexedDB: new IDBFactory(), IDBKeyRange });
    const session = await openSession(url, username, 'xunge-demo');
    const { person, cookie } = session;
    const [device, keys] = [newId(), await makeDeviceKey()];
    const { x, y } = keys.publicKey;
    const publicKey = { kty: 'EC', crv: 'P-256', x: x!, y: y! } as const;
    await enrolDevice(session, { id: device, label: 'a phone', publicKey });
    return new ProductPhone(person, device, keys, transportTo(url, cookie));
  }

  /** Today's app on the databases that an earlier one closed, with the person who is signed in there and the cookie. */
  static async resume(indexedDB: IDBFactory, url: string, cookie: string): Promise<ProductPhone> {
    Object.assign(Dexie.dependencies, { indexedDB, IDBKeyRange });
    const shared = new SharedDb();
    const signedIn = await currentPerson(shared);
    shared.close();
    if (signedIn === null) throw new Error('no person is signed in on this phone');
    const { person, device, ...keys } = signedIn;
    return new ProductPhone(person, device, keys, transportTo(url, cookie));
  }

  /** Opens the database of its person, as the app does. */
  readonly open = (): MainDb => new MainDb(this.person.id);

  author(db: MainDb): Author {
    const { person, device, keys } = this;
    const signedIn = { id: person.id, person, device, clockOffset: 0, ...keys };
    return {
      db,
      signedIn,
      now: Date.now(),
      random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    };
  }

  get #identity() {
    return { person: this.person.id, device: this.device };
  }

  /** Runs the engine to its end. */
  runs(
    db: MainDb,
    {
      transport = this.transport,
      onStatus = () => {},
    }: Partial<Pick<EngineDeps, 'transport' | 'onStatus'>> = {},
  ): Promise<RunOutcome> {
    const engine = createSyncEngine({
      db,
      identity: this.#identity,
      transport,
      now: Date.now,
      random: Math.random,
      sleep,
      photosWait: async () => false,
      sign: (text) => signText(this.keys.key, text),
      onStatus,
      onClockOffset: () => {},
    });
    return engine.run(never);
  }

  /** Runs the engine until everything is sent and confirmed. */
  async sends(db: MainDb): Promise<void> {
    const { kind } = await this.runs(db);
    if (kind !== 'done') throw new Error(`the run is ${kind}`);
  }

  async compares(db: MainDb): Promise<Comparison> {
    const { transport } = this;
    const deps = { db, identity: this.#identity, transport, now: Date.now, random: Math.random };
    const compared = await compareWithServer({ ...deps, signal: never });
    if (!compared.ok) throw new Error(compared.error);
    return compared.value;
  }
}
