import { err } from '#domain/base/result.ts';
import type { Millis } from '#domain/base/units.ts';
import type { Transport, TransportRequest } from './transport.ts';

/** Long enough for a slow link to show some progress. */
const STALLED_AFTER: Millis = 15_000;

/**
 * Wraps a transport so that stalled requests can be aborted. A dead connection keeps its request until the stall timer
 * ends it, long after the link is back. `abortStalled`, called when the person or the system reports a new link, ends
 * such requests at once; they count as timeouts. An upload without progress reports is left to the stall timer.
 */
export const createStalledRequestAbort = (transport: Transport, now: () => Millis) => {
  const inFlight = new Set<{ movedAt: Millis; readonly abort: () => void }>();

  const abortableTransport = async (request: TransportRequest): ReturnType<Transport> => {
    const { signal, onSent } = request;
    if (transport.reportsProgress === false && request.body !== undefined) return transport(request);
    const controller = new AbortController();
    const abort = () => controller.abort();
    const entry = { movedAt: now(), abort };
    signal?.addEventListener('abort', abort);
    if (signal?.aborted) abort();
    inFlight.add(entry);
    try {
      const answered = await transport({
        ...request,
        signal: controller.signal,
        onSent: (bytes) => {
          entry.movedAt = now();
          onSent?.(bytes);
        },
      });
      const wasAborted = !answered.ok && answered.error === 'stopped' && !signal?.aborted;
      return wasAborted ? err('timeout') : answered;
    } finally {
      inFlight.delete(entry);
      signal?.removeEventListener('abort', abort);
    }
  };

  const abortStalled = (): void => {
    // After the clock was set back the age is unknown. One unnecessary retry is better than a request that hangs.
    for (const { movedAt, abort } of inFlight) if (Math.abs(now() - movedAt) >= STALLED_AFTER) abort();
  };

  const { reportsProgress = true } = transport;
  return { transport: Object.assign(abortableTransport, { reportsProgress }), abortStalled };
};
