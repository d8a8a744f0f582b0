import { err, ok, type Result } from '#domain/base/result.ts';
import { createStallTimer } from './stall-timer.ts';
import type { LinkError, Transport, TransportAnswer } from './transport.ts';

/** For the page: only XMLHttpRequest reports the progress of an upload. */
export const xhrTransport: Transport = ({ method, path, headers, body, signal, onSent, timeoutMillis }) =>
  new Promise<Result<TransportAnswer, LinkError>>((resolve) => {
    if (signal?.aborted) {
      resolve(err('stopped'));
      return;
    }
    const xhr = new XMLHttpRequest();
    let whyAborted: LinkError = 'stopped';
    const stop = () => xhr.abort();
    const stall = createStallTimer(timeoutMillis, () => {
      whyAborted = 'timeout';
      xhr.abort();
    });
    const end = (result: Result<TransportAnswer, LinkError>) => {
      stall.end();
      signal?.removeEventListener('abort', stop);
      resolve(result);
    };
    signal?.addEventListener('abort', stop);
    xhr.open(method, path);
    xhr.responseType = 'arraybuffer';
    for (const [name, value] of Object.entries(headers ?? {})) xhr.setRequestHeader(name, value);
    // The `upload` listener is set only with a body. Without a body it has no use and would change the request on the
    // wire.
    if (body !== undefined)
      xhr.upload.addEventListener('progress', (event) => {
        stall.moved();
        onSent?.(event.loaded);
      });
    xhr.addEventListener('progress', () => stall.moved());
    xhr.addEventListener('abort', () => end(err(whyAborted)));
    xhr.addEventListener('error', () => end(err('offline')));
    xhr.addEventListener('load', () =>
      end(
        ok({
          status: xhr.status,
          header: (name) => xhr.getResponseHeader(name),
          bytes: (xhr.response as ArrayBuffer | null) ?? new ArrayBuffer(0),
        }),
      ),
    );
    xhr.send(body ?? null);
  });
