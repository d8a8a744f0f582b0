import type { CallRequest } from './call.ts';

/** A JSON body, compressed where the browser can. */
export const jsonBody = async (value: unknown): Promise<Required<Pick<CallRequest, 'headers' | 'body'>>> => {
  const text = JSON.stringify(value);
  const headers = { 'content-type': 'application/json' };
  if (typeof CompressionStream === 'undefined') return { headers, body: text };
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  const body = await new Response(stream).arrayBuffer();
  return { headers: { ...headers, 'content-encoding': 'gzip' }, body };
};
