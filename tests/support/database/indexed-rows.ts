/**
 * Reads the IndexedDB of a browser from outside the product, with the hashes of byte fields. It never writes: a journey changes
 * only what a person can change.
 */
import type { Page } from 'playwright-core';

export type Hashed = { readonly hashed: string; readonly bytes: number };
export type IndexedRow = Readonly<Record<string, unknown>>;

/** All rows of a store, from every database whose name starts with the prefix. */
export const readRows = (page: Page, databasePrefix: string, store: string): Promise<readonly IndexedRow[]> =>
  page.evaluate(
    async ({ databasePrefix, store }) => {
      const answer = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.addEventListener('success', () => resolve(request.result));
          request.addEventListener('error', () => reject(request.error!));
        });
      const hex = (bytes: ArrayBuffer) =>
        Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
      const hashed = async (value: unknown) => {
        const bytes = value instanceof Blob ? await value.arrayBuffer() : value;
        return bytes instanceof ArrayBuffer
          ? { hashed: hex(await crypto.subtle.digest('SHA-256', bytes)), bytes: bytes.byteLength }
          : value;
      };
      const rows: Record<string, unknown>[] = [];
      for (const { name } of await indexedDB.databases()) {
        if (!name?.startsWith(databasePrefix)) continue;
        const database = await answer(indexedDB.open(name));
        if (database.objectStoreNames.contains(store)) {
          const all = await answer(database.transaction(store).objectStore(store).getAll());
          for (const row of all as Record<string, unknown>[]) {
            const entries = Object.entries(row).map(
              async ([key, value]) => [key, await hashed(value)] as const,
            );
            rows.push(Object.fromEntries(await Promise.all(entries)));
          }
        }
        database.close();
      }
      return rows;
    },
    { databasePrefix, store },
  );

export type HeldPhoto = {
  readonly sha256: string;
  readonly thumbnail: string;
  /** Bytes of photo and thumbnail. */
  readonly bytes: number;
};

/** Every photo named by events of this phone. Throws if stored bytes do not have the hash in their name. */
export const heldPhotos = async (page: Page): Promise<readonly HeldPhoto[]> => {
  const rows = await readRows(page, 'grid-patrol-main-', 'photoBytes');
  const truth = new Map(rows.map((row) => [row['sha256'], row['data'] as Hashed]));
  const photos = await readRows(page, 'grid-patrol-main-', 'photos');
  return photos.map((row) => {
    const [sha256, thumbnail] = [String(row['sha256']), String(row['thumbnail'])];
    for (const name of [sha256, thumbnail])
      if (truth.get(name)?.hashed !== name)
        throw new Error(`the phone has ${truth.get(name)?.hashed} under ${name}`);
    return { sha256, thumbnail, bytes: truth.get(sha256)!.bytes + truth.get(thumbnail)!.bytes };
  });
};
