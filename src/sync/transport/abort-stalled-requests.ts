import { err } from '#domain/base/result.ts';
import type { Millis } from '#domain/base/units.ts';
import type { Transport, TransportRequest } from './transport.ts';

/** Long enough for a slow link to show some movement. */
const STUCK: Millis = 15_000;

/**
 * A connection that died without a word keeps its request until the stall timer ends it, long after the link is
 * back. `nudge`, called when the person or the system says so, ends such requests at once; they count as timeouts.
 * An upload nobody sees move is left to the stall timer.
 */
export const createStalledRequestAbort = (transport: Transport, now: () => Millis) => {
  const inFlight = new Set<{ movedAt: Millis; readonly abort: () => void }>();

  const abortable = async (request: TransportRequest): ReturnType<Transport> => {
    const { signal, onSent } = request;
    if (transport.isBlind && request.body !== undefined) return transport(request);
    const own = new AbortController();
    const abort = () => own.abort();
    const mine = { movedAt: now(), abort };
    signal?.addEventListener('abort', abort);
    if (signal?.aborted) abort();
    inFlight.add(mine);
    try {
      const answered = await transport({
        ...request,
        signal: own.signal,
        onSent: (bytes) => {
          mine.movedAt = now();
          onSent?.(bytes);
        },
      });
      const wasAborted = !answered.ok && answered.error === 'stopped' && !signal?.aborted;
      return wasAborted ? err('timeout') : answered;
    } finally {
      inFlight.delete(mine);
      signal?.removeEventListener('abort', abort);
    }
  };

  const abortStalled = (): void => {
    // After a clock was set back nobody can tell: a request too many is better than one that hangs.
    for (const { movedAt, abort } of inFlight) if (Math.abs(now() - movedAt) >= STUCK) abort();
  };

  return { transport: Object.assign(abortable, { isBlind: transport.isBlind ?? false }), abortStalled };
};
