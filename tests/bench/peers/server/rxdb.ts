import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PeerText } from '../clients/client.ts';
import { readBody, type OpenHandler } from './handler.ts';

type Pushed = PeerText & { readonly pictures: Readonly<Record<string, string>> };

export const openRxdbServer: OpenHandler = (folder, ledger) => async (request, response) => {
  for (const { id, pictures } of JSON.parse((await readBody(request)).toString()) as Pushed[]) {
    ledger.tookText(id);
    for (const [sha256, base64] of Object.entries(pictures)) {
      const path = join(folder, sha256);
      await writeFile(path, Buffer.from(base64, 'base64'));
      ledger.tookPicture(sha256, () => readFile(path));
    }
  }
  response.writeHead(200, { 'content-type': 'application/json' }).end('[]');
};
