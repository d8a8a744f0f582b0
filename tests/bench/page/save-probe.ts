/**
 * Runs in the page before the app: observes the tap on Save, the transaction after it and every row written. Then it writes
 * the same rows by plain IndexedDB into a database with the same stores and indexes, after a tap on a button of its own, so
 * that both measurements begin with a tap.
 */

type Write =
  | { readonly store: string; readonly value: unknown }
  | { readonly store: string; readonly key: IDBValidKey };

export type SaveProbe = {
  /** Milliseconds from the tap to the end of the transaction; null before that. */
  lastSaveMillis: number | null;
  /**
   * Prepares writing the same rows in one transaction, with or without the bytes that the draft had stored before. Adds a
   * button to the page and begins with the tap on it.
   */
  offerRaw(withBytes: boolean): Promise<void>;
  /** Milliseconds from that tap to the end of its transaction; null before that. */
  lastRawMillis: number | null;
};

declare global {
  interface Window {
    saveProbe: SaveProbe;
  }
}

export const installSaveProbe = (saveName: string): void => {
  let tappedAt: number | null = null;
  let writes: Write[] = [];
  let source: IDBDatabase | null = null;
  let raw: Promise<IDBDatabase> | null = null;

  addEventListener(
    'click',
    (event) => {
      const button = event.target instanceof Element ? event.target.closest('button') : null;
      if (button && new RegExp(saveName).test(button.innerText)) tappedAt = event.timeStamp;
    },
    { capture: true },
  );

  const open = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (stores, mode, options) {
    const transaction = open.call(this, stores, mode, options);
    const names = [...transaction.objectStoreNames];
    if (
      tappedAt !== null &&
      mode === 'readwrite' &&
      names.includes('outbox') &&
      names.includes('photoBytes')
    ) {
      const from = tappedAt;
      tappedAt = null;
      source = transaction.db;
      writes = [];
      recording = transaction;
      transaction.addEventListener('complete', () => {
        window.saveProbe.lastSaveMillis = performance.now() - from;
        recording = null;
      });
    }
    return transaction;
  };
  let recording: IDBTransaction | null = null;
  for (const name of ['put', 'add'] as const) {
    const write = IDBObjectStore.prototype[name];
    IDBObjectStore.prototype[name] = function (value: unknown, key?: IDBValidKey) {
      if (this.transaction === recording) writes.push({ store: this.name, value });
      return key === undefined ? write.call(this, value) : write.call(this, value, key);
    };
  }
  const remove = IDBObjectStore.prototype.delete;
  IDBObjectStore.prototype.delete = function (key) {
    if (this.transaction === recording && !(key instanceof IDBKeyRange))
      writes.push({ store: this.name, key });
    return remove.call(this, key);
  };

  const settled = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(request.error));
    });

  const openRaw = (like: IDBDatabase): Promise<IDBDatabase> => {
    const request = indexedDB.open('bench-raw', 1);
    request.addEventListener('upgradeneeded', () => {
      const names = [...like.objectStoreNames];
      const from = open.call(like, names, 'readonly');
      for (const name of names) {
        const store = from.objectStore(name);
        const copy = request.result.createObjectStore(name, { keyPath: store.keyPath });
        for (const index of [...store.indexNames].map((it) => store.index(it)))
          copy.createIndex(index.name, index.keyPath, { multiEntry: index.multiEntry, unique: index.unique });
      }
    });
    return settled(request);
  };

  const photoBytes = async (): Promise<Write[]> => {
    const hashes = writes.flatMap((it) =>
      'value' in it && it.store === 'photos'
        ? [(it.value as { sha256: string }).sha256, (it.value as { thumbnail: string }).thumbnail]
        : [],
    );
    const store = open.call(source!, ['photoBytes'], 'readonly').objectStore('photoBytes');
    const rows = await Promise.all(hashes.map((hash) => settled(store.get(hash))));
    return rows.map((value) => ({ store: 'photoBytes', value }));
  };

  window.saveProbe = {
    lastSaveMillis: null,
    lastRawMillis: null,
    offerRaw: async (withBytes) => {
      window.saveProbe.lastRawMillis = null;
      const database = await (raw ??= openRaw(source!));
      const rows = [...writes, ...(withBytes ? await photoBytes() : [])];
      const names = [...new Set(rows.map(({ store }) => store))];
      const button = Object.assign(document.createElement('button'), { id: 'raw', innerText: 'raw' });
      Object.assign(button.style, {
        position: 'fixed',
        inset: '0 auto auto 0',
        zIndex: '9',
        padding: '1rem',
      });
      document.body.append(button);
      button.addEventListener('click', ({ timeStamp }) => {
        const transaction = open.call(database, names, 'readwrite', { durability: 'strict' });
        for (const row of rows) {
          const store = transaction.objectStore(row.store);
          if ('value' in row) store.put(row.value);
          else remove.call(store, row.key);
        }
        transaction.addEventListener('complete', () => {
          window.saveProbe.lastRawMillis = performance.now() - timeStamp;
          button.remove();
        });
      });
    },
  };
};
