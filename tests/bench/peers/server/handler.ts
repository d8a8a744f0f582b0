import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PeerLedger } from './ledger.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;
/** Answers requests under `/peer/<name>`, and stores bytes in the folder. */
export type OpenHandler = (folder: string, ledger: PeerLedger) => Promise<Handler> | Handler;

/** Throws if the connection was cut before the end of the body. */
export const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  if (!request.complete) throw new Error('the body was cut');
  return Buffer.concat(chunks);
};
