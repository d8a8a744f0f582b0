/** What the product relies on in a phone's IndexedDB, as a browser has it and as a world's phones have it. */
import { expect, test } from 'vitest';

export type Storage = {
  readonly factory: IDBFactory;
  /** From now on there is room for so many bytes of pictures more; null for plenty. Null where nobody may say so. */
  readonly limit: ((bytes: number | null) => Promise<void>) | null;
};

export const answer = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error!));
  });

/** What its end is called. */
export const endOf = (transaction: IDBTransaction): Promise<string> =>
  new Promise((resolve) => {
    transaction.addEventListener('complete', () => resolve('complete'));
    transaction.addEventListener('abort', () => resolve(transaction.error?.name ?? 'aborted'));
  });

export const openStores = (factory: IDBFactory, name: string): Promise<IDBDatabase> => {
  const request = factory.open(name, 1);
  request.addEventListener('upgradeneeded', () => {
    for (const store of ['outbox', 'photoBytes']) request.result.createObjectStore(store, { keyPath: 'id' });
  });
  return answer(request);
};

export const idsIn = async (db: IDBDatabase, store = 'outbox'): Promise<IDBValidKey[]> =>
  answer(db.transaction(store).objectStore(store).getAllKeys());

export const begin = (db: IDBDatabase) => {
  const transaction = db.transaction(['outbox', 'photoBytes'], 'readwrite', { durability: 'strict' });
  const outbox = transaction.objectStore('outbox');
  return { transaction, outbox, photoBytes: transaction.objectStore('photoBytes'), end: endOf(transaction) };
};

export const testIndexedDb = ({ factory, limit }: Storage): void => {
  const on = (title: string, work: (db: IDBDatabase, name: string) => Promise<void>) =>
    test(title, async () => {
      const name = `contract-${crypto.randomUUID()}`;
      const db = await openStores(factory, name);
      await work(db, name).finally(() => db.close());
    });

  if (limit !== null)
    on('where there is no room all of it fails and says so; once there is, it goes', async (db) => {
      for (const [room, end] of [
        [100_000, 'QuotaExceededError'],
        [null, 'complete'],
      ] as const) {
        await limit(room);
        const full = begin(db);
        full.outbox.put({ id: 1 });
        full.photoBytes.put({ id: 1, data: crypto.getRandomValues(new Uint8Array(60_000)).buffer });
        full.photoBytes.put({ id: 2, data: new Uint8Array(20_000_000).buffer });
        expect(await full.end).toBe(end);
        expect(await idsIn(db)).toEqual(room === null ? [1] : []);
      }
    });

  on('what is committed is there for who opens it next, asked for as durable', async (db, name) => {
    const { transaction, outbox, end } = begin(db);
    outbox.put({ id: 1 });
    expect([await end, transaction.durability]).toEqual(['complete', 'strict']);
    db.close();
    const again = await openStores(factory, name);
    expect(await idsIn(again)).toEqual([1]);
    again.close();
  });

  on('of a transaction that is aborted nothing is there', async (db) => {
    const { transaction, outbox, photoBytes, end } = begin(db);
    outbox.put({ id: 1 });
    await answer(photoBytes.put({ id: 1 }));
    transaction.abort();
    expect(await end).toBe('aborted');
    expect([await idsIn(db), await idsIn(db, 'photoBytes')]).toEqual([[], []]);
  });

  on('a write that fails ends the whole, unless it is caught', async (db) => {
    for (const isCaught of [false, true]) {
      const { outbox, end } = begin(db);
      outbox.put({ id: isCaught ? 2 : 1 });
      const second = outbox.add({ id: isCaught ? 2 : 1 });
      if (isCaught) second.addEventListener('error', (event) => event.preventDefault());
      expect(await end).toBe(isCaught ? 'complete' : 'ConstraintError');
    }
    expect(await idsIn(db)).toEqual([2]);
  });

  on('a transaction ends when it is awaited with nothing left to do', async (db) => {
    const { outbox, end } = begin(db);
    await answer(outbox.put({ id: 1 }));
    expect(await end).toBe('complete');
    expect(() => outbox.put({ id: 2 })).toThrow(
      expect.objectContaining({ name: 'TransactionInactiveError' }),
    );
  });

  on('who reads behind a writer reads all it wrote', async (db) => {
    const { outbox } = begin(db);
    for (const id of [1, 2, 3]) outbox.put({ id });
    expect(await idsIn(db)).toEqual([1, 2, 3]);
  });

  on('what is stored is a copy', async (db) => {
    const { photoBytes, end } = begin(db);
    const data = new Uint8Array([1, 2]);
    photoBytes.put({ id: 1, data: data.buffer });
    data[0] = 9;
    await end;
    const store = db.transaction('photoBytes').objectStore('photoBytes');
    const row = (await answer(store.get(1))) as { data: ArrayBuffer };
    expect([...new Uint8Array(row.data)]).toEqual([1, 2]);
  });
};
