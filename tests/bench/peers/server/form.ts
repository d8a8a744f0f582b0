import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import busboy from 'busboy';
import type { PeerText } from '../clients/client.ts';
import type { PeerLedger } from './ledger.ts';

/** A report as a form. Nothing is stored before the form is complete. */
export const takeForm = async (
  request: IncomingMessage,
  folder: string,
  ledger: PeerLedger,
): Promise<void> => {
  const pictures: { readonly sha256: string; readonly path: string }[] = [];
  const writes: Promise<void>[] = [];
  let text: PeerText | null = null;
  const form = busboy({ headers: request.headers });
  form.on('field', (_name, value) => {
    text = JSON.parse(value) as PeerText;
  });
  form.on('file', (sha256, bytes) => {
    const path = join(folder, randomUUID());
    pictures.push({ sha256, path });
    writes.push(pipeline(bytes, createWriteStream(path)));
  });
  const [read] = await Promise.allSettled([pipeline(request, form)]);
  const written = await Promise.allSettled(writes);
  if ([read, ...written].some((it) => it.status === 'rejected') || !request.complete || !text)
    throw new Error('the form was cut');
  ledger.tookText((text as PeerText).id);
  for (const { sha256, path } of pictures) ledger.tookPicture(sha256, () => readFile(path));
};
