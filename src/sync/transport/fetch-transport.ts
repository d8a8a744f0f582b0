import { err, ok } from '#domain/base/result.ts';
import { createStallTimer } from './stall-timer.ts';
import type { Transport } from './transport.ts';

const request: Transport = async ({ method, path, headers, body, signal, timeoutMillis }) => {
  if (signal?.aborted) return err('stopped');
  const abort = new AbortController();
  const stop = () => abort.abort();
  signal?.addEventListener('abort', stop);
  let stalled = false;
  const stall = createStallTimer(timeoutMillis, () => {
    stalled = true;
    abort.abort();
  });
  try {
    const answer = await fetch(path, {
      method,
      headers: headers ?? {},
      body: body ?? null,
      signal: abort.signal,
      cache: 'no-store',
    });
    stall.moved();
    const watched = answer.body?.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform: (chunk, out) => {
          stall.moved();
          out.enqueue(chunk);
        },
      }),
    );
    const bytes = await new Response(watched ?? null).arrayBuffer();
    return ok({ status: answer.status, header: (name) => answer.headers.get(name), bytes });
  } catch {
    if (stalled) return err('timeout');
    return err(signal?.aborted ? 'stopped' : 'offline');
  } finally {
    stall.end();
    signal?.removeEventListener('abort', stop);
  }
};

/** For the service worker, which has no XMLHttpRequest. */
export const fetchTransport: Transport = Object.assign(request, { reportsProgress: false });
