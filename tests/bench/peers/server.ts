/** The server of a peer in its own process: its page, its handler, and a record of what it stored. Controlled by IPC. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { PeerName } from './peer-names.ts';
import type { OpenHandler } from './server/handler.ts';
import { openLedger, type Kept } from './server/ledger.ts';

export type Question =
  | { readonly ask: 'lastTextAt'; readonly ids: readonly string[] }
  | { readonly ask: 'compare'; readonly ids: readonly string[]; readonly hashes: readonly string[] };
export type Answer = number | null | Kept;

const handlers: Record<PeerName, () => Promise<OpenHandler>> = {
  bound: async () => (await import('./server/bound.ts')).openBoundServer,
  tus: async () => (await import('./server/tus.ts')).openTusServer,
  workbox: async () => (await import('./server/workbox.ts')).openWorkboxServer,
  pouchdb: async () => (await import('./server/pouchdb.ts')).openPouchdbServer,
  rxdb: async () => (await import('./server/rxdb.ts')).openRxdbServer,
};

const [peer, folder, scripts] = process.argv.slice(2) as [PeerName, string, string];
const ledger = openLedger();
const handle = await (await handlers[peer]())(folder, ledger);
const script = await readFile(join(scripts, 'page.js'));
const html = '<!doctype html><meta charset="utf-8"><title>peer</title><script defer src="/page.js"></script>';

const server = createServer(async (request, response) => {
  const url = request.url ?? '/';
  if (url === '/page.js') response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
  else if (!url.startsWith('/peer/')) response.writeHead(200, { 'content-type': 'text/html' }).end(html);
  else
    try {
      await handle(request, response);
    } catch (error) {
      if (request.complete) console.error(error);
      if (!response.headersSent) response.writeHead(500).end();
    }
});
// A long body on a slow link is normal here.
server.requestTimeout = 0;
server.headersTimeout = 0;
server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port));

const answer = (question: Question): Promise<Answer> =>
  question.ask === 'compare'
    ? ledger.compare(question.ids, question.hashes)
    : Promise.resolve(ledger.lastTextAt(question.ids));
process.on('message', (question: Question) => {
  void answer(question).then((it) => process.send!({ answer: it }));
});
