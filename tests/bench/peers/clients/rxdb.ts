/** RxDB on its Dexie storage with its HTTP replication: pictures as attachments, default batch. */
import { addRxPlugin, createRxDatabase } from 'rxdb/plugins/core';
import { RxDBAttachmentsPlugin } from 'rxdb/plugins/attachments';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { blobToBase64String } from 'rxdb/plugins/utils';
import type { RxDocumentState } from 'rxdb/plugins/core';
import type { OpenClient } from './client.ts';

const BATCH = 100;
const text = { type: 'string' };
const number = { type: 'number' };

const schema = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 36 },
    building: text,
    floor: text,
    description: text,
    lat: number,
    lon: number,
    reportedAt: text,
    photos: { type: 'array', items: { type: 'object' } },
  },
  required: ['id'],
  attachments: {},
};

/** RxDB leaves the push handler to the application: pictures are sent as base64 in JSON, as its documentation shows. */
const onWire = async ({ _attachments, ...rest }: RxDocumentState) => {
  const pictures = await Promise.all(
    Object.entries(_attachments ?? {}).map(
      async ([sha256, { data }]) => [sha256, data ? await blobToBase64String(data) : ''] as const,
    ),
  );
  return { ...rest, pictures: Object.fromEntries(pictures) };
};

export const openRxdb: OpenClient = async () => {
  addRxPlugin(RxDBAttachmentsPlugin);
  const db = await createRxDatabase({ name: 'reports', storage: getRxStorageDexie(), multiInstance: false });
  const { reports } = await db.addCollections({ reports: { schema } });
  if (!reports) throw new Error('no collection');
  return {
    save: async ({ text, photos, thumbnails }) => {
      const document = await reports.insert(text);
      await document.putAttachments(
        [...photos, ...thumbnails].map(({ sha256, blob }) => ({
          id: sha256,
          data: blob,
          type: 'image/jpeg',
        })),
      );
    },
    send: async () => {
      const sending = replicateRxCollection({
        collection: reports,
        replicationIdentifier: 'push',
        live: true,
        push: {
          batchSize: BATCH,
          handler: async (rows) => {
            const body = JSON.stringify(await Promise.all(rows.map((it) => onWire(it.newDocumentState))));
            const answer = await fetch('/peer/rxdb/push', {
              method: 'POST',
              headers: { 'content-type': 'application/json' },
              body,
            });
            return (await answer.json()) as readonly unknown[];
          },
        },
      });
      await sending.awaitInitialReplication();
      await sending.cancel();
    },
  };
};
