import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { gunzipSync } from 'node:zlib';
import type { PeerText } from '../clients/client.ts';
import { readBody, type OpenHandler } from './handler.ts';

const WORD = 4;

/** Format: the count, the lengths, the pictures. */
const unpacked = (body: Buffer): readonly Buffer[] => {
  const count = body.readUInt32LE(0);
  let at = WORD * (1 + count);
  return Array.from({ length: count }, (_, i) => {
    const length = body.readUInt32LE(WORD * (1 + i));
    at += length;
    return body.subarray(at - length, at);
  });
};

export const openBoundServer: OpenHandler = (folder, ledger) => async (request, response) => {
  const [name = '', sha256 = ''] = request.url!.split('/').slice(3);
  if (name === 'texts') {
    for (const text of JSON.parse(gunzipSync(await readBody(request)).toString()) as PeerText[])
      ledger.tookText(text.id);
  } else if (name === 'thumbnails') {
    for (const bytes of unpacked(await readBody(request))) {
      const hash = createHash('sha256').update(bytes).digest('hex');
      const path = join(folder, hash);
      await writeFile(path, bytes);
      ledger.tookPicture(hash, () => readFile(path));
    }
  } else {
    const path = join(folder, randomUUID());
    await pipeline(request, createWriteStream(path));
    if (!request.complete) throw new Error('the body was cut');
    ledger.tookPicture(sha256, () => readFile(path));
  }
  response.writeHead(204).end();
};
