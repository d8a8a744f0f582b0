/** PouchDB with its defaults: pictures as attachments, live replication with retry. */
import PouchDB from 'pouchdb';
import type { OpenClient } from './client.ts';

export const openPouchdb: OpenClient = async () => {
  const db = new PouchDB('reports');
  await db.info();
  return {
    save: async ({ text, photos, thumbnails }) => {
      const attachments = [...photos, ...thumbnails].map(
        ({ sha256, blob }) => [sha256, { content_type: 'image/jpeg', data: blob }] as const,
      );
      await db.put({ _id: text.id, ...text, _attachments: Object.fromEntries(attachments) });
    },
    send: async () => {
      const server = new PouchDB(`${location.origin}/peer/pouchdb/reports`);
      const sending = db.replicate.to(server, { live: true, retry: true });
      await new Promise<void>((resolve) => {
        sending.on('paused', (error) => {
          if (!error) resolve();
        });
      });
      sending.cancel();
    },
  };
};
