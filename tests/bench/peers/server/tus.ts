import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';
import { takeForm } from './form.ts';
import type { OpenHandler } from './handler.ts';

export const openTusServer: OpenHandler = async (folder, ledger) => {
  const directory = join(folder, 'tus');
  await mkdir(directory);
  const server = new Server({
    path: '/peer/tus/files',
    datastore: new FileStore({ directory }),
    // The browser uses the address of the proxy.
    relativeLocation: true,
    onUploadFinish: (_request, { id, metadata }) => {
      ledger.tookPicture(metadata?.['sha256'] ?? '', () => readFile(join(directory, id)));
      return Promise.resolve({});
    },
  });
  return async (request, response) => {
    if (request.url!.startsWith('/peer/tus/files')) return server.handle(request, response);
    await takeForm(request, folder, ledger);
    response.writeHead(201).end();
  };
};
