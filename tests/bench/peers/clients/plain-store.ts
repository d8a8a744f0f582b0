/** Reports and pictures in plain IndexedDB, for peers without a store of their own. */
import type { PeerPicture, PeerReport } from './client.ts';

type StoredReport = { readonly id: string; readonly report: PeerReport; readonly isSent: boolean };
type StoredPhoto = PeerPicture & { readonly isSent: boolean };

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });

const ended = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('abort', () => reject(transaction.error));
  });

export const openPlainStore = async () => {
  const opening = indexedDB.open('peer', 1);
  opening.addEventListener('upgradeneeded', () => {
    opening.result.createObjectStore('reports', { keyPath: 'id' });
    opening.result.createObjectStore('photos', { keyPath: 'sha256' });
  });
  const db = await settled(opening);
  const store = (name: 'reports' | 'photos', mode: IDBTransactionMode = 'readonly') =>
    db.transaction(name, mode).objectStore(name);
  return {
    save: async (report: PeerReport): Promise<void> => {
      const transaction = db.transaction(['reports', 'photos'], 'readwrite');
      const { text, thumbnails } = report;
      const row: StoredReport = { id: text.id, report: { text, thumbnails, photos: [] }, isSent: false };
      transaction.objectStore('reports').put(row);
      for (const photo of report.photos) transaction.objectStore('photos').put({ ...photo, isSent: false });
      await ended(transaction);
    },
    unsentReports: async (): Promise<readonly PeerReport[]> => {
      const rows = (await settled(store('reports').getAll())) as StoredReport[];
      return rows
        .filter((it) => !it.isSent)
        .map((it) => it.report)
        .sort((a, b) => (a.text.reportedAt < b.text.reportedAt ? -1 : 1));
    },
    /** Null once it is sent. */
    photo: async (sha256: string): Promise<Blob | null> => {
      const row = (await settled(store('photos').get(sha256))) as StoredPhoto;
      return row.isSent ? null : row.blob;
    },
    markReport: async (report: PeerReport): Promise<void> => {
      const row: StoredReport = { id: report.text.id, report, isSent: true };
      await settled(store('reports', 'readwrite').put(row));
    },
    markPhoto: async (sha256: string): Promise<void> => {
      const row: StoredPhoto = { sha256, blob: new Blob([]), isSent: true };
      await settled(store('photos', 'readwrite').put(row));
    },
  };
};
