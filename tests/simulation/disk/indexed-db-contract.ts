/** The behaviour of IndexedDB that the product relies on. Runs in a browser and on the simulated phone disk. */
import { expect, test } from 'vitest';

export type Storage = {
  readonly factory: IDBFactory;
  /** Limits how many more bytes of pictures fit; null removes the limit. The function is null if it cannot be limited. */
  readonly limit: ((bytes: number | null) => Promise<void>) | null;
};

export const answer = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error!));
  });

/** `complete`, or the name of the error that aborted it. */
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
    on(
      'write to a full disk → fails as a whole with QuotaExceededError; succeeds once there is space',
      async (db) => {
        for (const [space, end] of [
          [100_000, 'QuotaExceededError'],
          [null, 'complete'],
        ] as const) {
          await limit(space);
          const full = begin(db);
          full.outbox.put({ id: 1 });
          full.photoBytes.put({ id: 1, data: crypto.getRandomValues(new Uint8Array(60_000)).buffer });
          full.photoBytes.put({ id: 2, data: new Uint8Array(20_000_000).buffer });
          expect(await full.end).toBe(end);
          expect(await idsIn(db)).toEqual(space === null ? [1] : []);
        }
      },
    );

  on('strict transaction committed → found at the next opening', async (db, name) => {
    const { transaction, outbox, end } = begin(db);
    outbox.put({ id: 1 });
    expect([await end, transaction.durability]).toEqual(['complete', 'strict']);
    db.close();
    const again = await openStores(factory, name);
    expect(await idsIn(again)).toEqual([1]);
    again.close();
  });

  on('transaction aborted → nothing is stored', async (db) => {
    const { transaction, outbox, photoBytes, end } = begin(db);
    outbox.put({ id: 1 });
    await answer(photoBytes.put({ id: 1 }));
    transaction.abort();
    expect(await end).toBe('aborted');
    expect([await idsIn(db), await idsIn(db, 'photoBytes')]).toEqual([[], []]);
  });

  on('write failed → its transaction is aborted, unless the error is prevented', async (db) => {
    for (const isCaught of [false, true]) {
      const { outbox, end } = begin(db);
      outbox.put({ id: isCaught ? 2 : 1 });
      const second = outbox.add({ id: isCaught ? 2 : 1 });
      if (isCaught) second.addEventListener('error', (event) => event.preventDefault());
      expect(await end).toBe(isCaught ? 'complete' : 'ConstraintError');
    }
    expect(await idsIn(db)).toEqual([2]);
  });

  on('no request left → the transaction commits', async (db) => {
    const { outbox, end } = begin(db);
    await answer(outbox.put({ id: 1 }));
    expect(await end).toBe('complete');
    expect(() => outbox.put({ id: 2 })).toThrow(
      expect.objectContaining({ name: 'TransactionInactiveError' }),
    );
  });

  on('read after a write → returns everything written', async (db) => {
    const { outbox } = begin(db);
    for (const id of [1, 2, 3]) outbox.put({ id });
    expect(await idsIn(db)).toEqual([1, 2, 3]);
  });

  on('value changed after it was stored → the stored copy stays', async (db) => {
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
