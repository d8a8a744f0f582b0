/**
 * The storage of a simulated phone: IndexedDB in memory. A crash keeps committed transactions and rolls back all others.
 */
import { IDBDatabase, IDBFactory, IDBKeyRange, IDBObjectStore } from 'fake-indexeddb';

type Raw = {
  readonly transactions: { _state: string; readonly _rollbackLog: (() => void)[] }[];
  readonly connections: unknown[];
  readonly rawObjectStores: ReadonlyMap<
    string,
    { readonly records: { values(): Iterable<{ value: unknown }> } }
  >;
};

const disksByRaw = new WeakMap<object, PhoneDisk>();
const diskOf = (db: IDBDatabase): PhoneDisk | undefined =>
  disksByRaw.get((db as unknown as { _rawDatabase: Raw })._rawDatabase);

export class PhoneDisk {
  readonly factory = new IDBFactory();
  /** Bytes of pictures that fit; text always fits. */
  capacity = Number.POSITIVE_INFINITY;
  /** Counts commits. */
  version = 0;
  /** Called with each commit, before the next transaction starts. */
  onCommit: () => void = () => undefined;

  constructor() {
    const databases = this.#databases;
    const set = databases.set.bind(databases);
    databases.set = (name, raw) => {
      disksByRaw.set(raw, this);
      return set(name, raw);
    };
  }

  get #databases(): Map<string, Raw> {
    return (this.factory as unknown as { _databases: Map<string, Raw> })._databases;
  }

  /** The end of the process that used it: rolls back open transactions. */
  crash(): void {
    for (const raw of this.#databases.values()) {
      for (const transaction of raw.transactions)
        if (transaction._state !== 'finished') for (const undo of transaction._rollbackLog.reverse()) undo();
      raw.transactions.length = 0;
      raw.connections.length = 0;
    }
    (this.factory as unknown as { _connectionQueues: Map<string, unknown> })._connectionQueues.clear();
  }

  /** Whether no transaction is open, so that a restart would find what `rows` returns. */
  isAtRest(): boolean {
    return [...this.#databases.values()].every((raw) =>
      raw.transactions.every((transaction) => transaction._state === 'finished'),
    );
  }

  rows<T>(store: string): T[] {
    return [...this.#databases.values()].flatMap((raw) =>
      Array.from(raw.rawObjectStores.get(store)?.records.values() ?? [], (record) => record.value as T),
    );
  }

  usedBytes(): number {
    return this.rows<{ data: ArrayBuffer }>('photoBytes').reduce((sum, row) => sum + row.data.byteLength, 0);
  }
}

const transaction = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args: Parameters<typeof transaction>) {
  const begun = transaction.apply(this, args);
  const disk = diskOf(this);
  if (disk && begun.mode !== 'readonly')
    begun.addEventListener('complete', () => {
      disk.version += 1;
      disk.onCommit();
    });
  return begun;
};

/** On a full phone, a write of a picture aborts its transaction, as in browsers. */
const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
  const request = put.call(this, value, key);
  const data = (value as { data?: unknown } | null)?.data;
  if (!(data instanceof ArrayBuffer)) return request;
  const disk = diskOf(this.transaction.db);
  if (disk === undefined) return request;
  const queued = (this.transaction as unknown as { _requests: { operation: () => unknown }[] })._requests.at(
    -1,
  )!;
  const write = queued.operation;
  queued.operation = () => {
    if (disk.usedBytes() + data.byteLength > disk.capacity)
      throw new DOMException('full', 'QuotaExceededError');
    return write();
  };
  return request;
};

export { IDBKeyRange };
