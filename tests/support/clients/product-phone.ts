/** The storage and sync engine of the product, with IndexedDB in memory, signed in at a real server. */
import { Dexie } from 'dexie';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { enrolDevice, openSession } from '#demo/device-client.ts';
import { makeDeviceKey } from '#storage/person/device-key.ts';
import { MainDb } from '#storage/databases/main-db.ts';
import { currentPerson, SharedDb } from '#storage/databases/shared-db.ts';
import type { Author } from '#storage/outbox/save-report.ts';
import { compareWithServer, type Comparison } from '#sync/online/compare.ts';
import { createSyncEngine } from '#sync/engine/engine.ts';
import { fetchTransport } from '#sync/transport/fetch-transport.ts';
import { sleep } from '#sync/engine/sleep.ts';
import type { Transport } from '#sync/transport/transport.ts';
import { newId } from './device.ts';
import type { Person } from '#domain/people/person.ts';

const never = new AbortController().signal;

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

  /** Runs the engine until everything is sent and confirmed. */
  async sends(db: MainDb): Promise<void> {
    const engine = createSyncEngine({
      db,
      identity: this.#identity,
      transport: this.transport,
      now: Date.now,
      random: Math.random,
      sleep,
      photosWait: async () => false,
      onStatus: () => {},
      onClockOffset: () => {},
    });
    const { kind } = await engine.run(never);
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
