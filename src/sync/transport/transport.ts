/**
 * The port to the server.
 *
 * Promises: resolves, never rejects, when the whole answer has been received or the request has failed. Every status
 * is an answer; only a broken link is an error. `stopped` means that the caller's signal aborted.
 * Assumes: `timeoutMillis` is the longest time without any movement, so the caller derives it from the body size.
 */
import type { Bytes, Millis } from '#domain/base/units.ts';
import type { Result } from '#domain/base/result.ts';

export type TransportRequest = {
  readonly method: 'GET' | 'POST' | 'HEAD' | 'PUT' | 'PATCH';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | ArrayBuffer;
  readonly signal?: AbortSignal;
  /** Bytes of the body handed to the network so far. A transport that cannot see them never calls it. */
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
  /**
   * False for a transport that never reports the progress of an upload: without any report, an upload may be partly
   * sent. Default: true.
   */
  readonly reportsProgress?: boolean;
};

export const answerText = (answer: TransportAnswer): string => new TextDecoder().decode(answer.bytes);

const SLOWEST_BYTES_PER_SECOND = 5 * 1024;
const BASE_TIMEOUT: Millis = 30_000;

/** Generous: bytes in the system's own buffers move without progress reports. */
export const stallTime = (bodyBytes: Bytes): Millis =>
  BASE_TIMEOUT + Math.ceil((bodyBytes / SLOWEST_BYTES_PER_SECOND) * 1000);
