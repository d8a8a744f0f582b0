/**
 * The port to the server.
 *
 * Promises: resolves, never rejects, once the whole answer is here or the request has failed; a status of any kind
 * is an answer, only a broken link is an error. `stopped` means the caller's own signal.
 * Assumes: `timeoutMillis` is how long nothing at all may move, so the caller sizes it to the body.
 */
import type { Bytes, Millis } from '#domain/base/units.ts';
import type { Result } from '#domain/base/result.ts';

export type TransportRequest = {
  readonly method: 'GET' | 'POST' | 'HEAD' | 'PUT' | 'PATCH';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | ArrayBuffer;
  readonly signal?: AbortSignal;
  /** Bytes of the body handed to the network so far; an adapter that cannot tell calls it never. */
  readonly onSent?: (bytes: Bytes) => void;
  readonly timeoutMillis: Millis;
};

export type TransportAnswer = {
  readonly status: number;
  readonly header: (name: string) => string | null;
  readonly bytes: ArrayBuffer;
};

export type LinkError = 'offline' | 'timeout' | 'stopped';

export type Transport = {
  (request: TransportRequest): Promise<Result<TransportAnswer, LinkError>>;
  /** It never sees an upload move: one of which nothing is heard may be well on its way. */
  readonly isBlind?: boolean;
};

export const answerText = (answer: TransportAnswer): string => new TextDecoder().decode(answer.bytes);

const SLOWEST_BYTES_PER_SECOND = 5 * 1024;
const PATIENCE: Millis = 30_000;

/** Generous: a body the system has taken into its own buffers moves without anyone seeing it. */
export const stallTime = (bodyBytes: Bytes): Millis =>
  PATIENCE + Math.ceil((bodyBytes / SLOWEST_BYTES_PER_SECOND) * 1000);
