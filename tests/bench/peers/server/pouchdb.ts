import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import express from 'express';
import createPouchApp from 'express-pouchdb';
import PouchDB from 'pouchdb';
import type { OpenHandler } from './handler.ts';

type Pushed = { readonly _id: string; readonly _attachments?: Record<string, unknown> };

export const openPouchdbServer: OpenHandler = async (folder, ledger) => {
  const prefix = join(folder, 'couch/');
  await mkdir(prefix);
  const Here = PouchDB.defaults({ prefix });
  const db = new Here('reports');
  await db.info();
  const app = express();
  app.use('/peer/pouchdb', (request, response, next) => {
    response.on('finish', () => {
      if (!request.url.includes('_bulk_docs') || response.statusCode >= 300) return;
      for (const { _id, _attachments = {} } of (request.body as { docs: Pushed[] }).docs) {
        ledger.tookText(_id);
        for (const sha256 of Object.keys(_attachments))
          ledger.tookPicture(sha256, () => db.getAttachment(_id, sha256));
      }
    });
    next();
  });
  app.use(
    '/peer/pouchdb',
    createPouchApp(Here, {
      mode: 'minimumForPouchDB',
      inMemoryConfig: true,
      logPath: join(folder, 'pouchdb.log'),
    }),
  );
  return (request, response) => app(request, response);
};
