/**
 * Sends one request to our server and interprets the answer.
 *
 * Promises: only an answer with our marker counts. A captive portal's 200 or a proxy's error page is a broken link.
 * The one exception is 413, which a proxy in front of the server may answer by itself. A refusal is never a verdict on
 * an event.
 * Assumes: the browser adds the cookie. Person and device are sent as headers so that the server can compare them with
 * it.
 */
import { isErrorCode, type ErrorCode } from '#domain/base/errors.ts';
import { err, ok, type Result } from '#domain/base/result.ts';
import type { Bytes, Millis } from '#domain/base/units.ts';
import type { DeviceId, PersonId } from '#domain/ledger/ids.ts';
import { answerMetaSchema, parseMessage, refusalSchema, type Refusal } from '#domain/protocol/answer.ts';
import { OFFSET_HEADER } from '#domain/protocol/photos.ts';
import {
  DEVICE_HEADER,
  KNOWN_HEADS_HEADER,
  PERSON_HEADER,
  PROTOCOL_HEADER,
  PROTOCOL_VERSION,
} from '#domain/protocol/version.ts';
import type { KnownHeads } from '#storage/subjects/known-heads.ts';
import { answerText, stallTime } from './transport.ts';
import type { LinkError, Transport, TransportAnswer, TransportRequest } from './transport.ts';

export type Identity = { readonly person: PersonId; readonly device: DeviceId };

/** Sent with every request: the server leaves out what this version cannot read. */
const versionHeader = { [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) };

export const withVersion = (request: TransportRequest): TransportRequest => ({
  ...request,
  headers: { ...versionHeader, ...request.headers },
});

/** Sent with every sync request. */
export const identityHeaders = ({ person, device }: Identity): Record<string, string> => ({
  ...versionHeader,
  [PERSON_HEADER]: person,
  [DEVICE_HEADER]: device,
});

/** The ledger heads that the phone received since its last pull. */
export const knownHeadsHeader = (knownHeads: KnownHeads): Record<string, string> =>
  knownHeads.length === 0 ? {} : { [KNOWN_HEADS_HEADER]: knownHeads.join() };

export type CallFailure =
  | {
      readonly kind: 'link';
      readonly error: LinkError;
      /** Some bytes were sent before the link failed. */
      readonly wasUnderWay: boolean;
    }
  | { readonly kind: 'signedOut'; readonly error: ErrorCode }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly error: ErrorCode;
      readonly header: TransportAnswer['header'];
      /** With `wrongAddress`: the address that the server expects the page to have. */
      readonly expected?: string | undefined;
    };

/** The link failed during the request. False without a link and for a request that the caller stopped. */
export const wasCutMidway = (failure: CallFailure): boolean =>
  failure.kind === 'link' && failure.error !== 'stopped' && failure.wasUnderWay;

/** There was no link: nothing was sent, so this does not count as a try. */
export const wasNeverSent = (failure: CallFailure): boolean =>
  failure.kind === 'link' && failure.error !== 'stopped' && !failure.wasUnderWay;

export type CallRequest = Omit<TransportRequest, 'timeoutMillis' | 'signal'>;

export type Call = {
  /**
   * Returns a 2xx answer unchanged, or the meaning of a failure. A HEAD answer has no body for the marker, so it is
   * returned with any status.
   */
  readonly exchange: (request: CallRequest) => Promise<Result<TransportAnswer, CallFailure>>;
  /** Returns a 2xx answer as read by its parser. */
  readonly json: <T>(
    request: CallRequest,
    parse: (text: string) => Result<T, ErrorCode>,
  ) => Promise<Result<T, CallFailure>>;
};

export type CallDeps = {
  readonly transport: Transport;
  readonly identity: Identity | null;
  readonly now: () => Millis;
  readonly signal: AbortSignal;
  /** The link works, and the answer came from our server. */
  readonly onAlive?: () => void;
  readonly onServerTime?: (serverTime: Millis, sentAt: Millis, receivedAt: Millis) => void;
  readonly onBytesSent?: (bytes: Bytes) => void;
  /** The server sent Retry-After with a 429 or 503. */
  readonly onRetryAfter?: (millis: Millis) => Promise<void>;
};

/** The parser of an answer, from its schema. */
export const readAs =
  <S extends Parameters<typeof parseMessage>[0]>(schema: S) =>
  (text: string) =>
    parseMessage(schema, text);

const signedOutCodes: readonly string[] = ['notSignedIn', 'otherPerson', 'unknownDevice'];
export const linkDown: CallFailure = { kind: 'link', error: 'offline', wasUnderWay: false };
const brokenLink = err(linkDown);

const refusalOf = (
  { status, header }: TransportAnswer,
  { error: code, expected, retired }: Partial<Refusal>,
): CallFailure => {
  const error = isErrorCode(code) ? code : 'internal';
  if (status === 401 && retired) return { kind: 'signedOut', error: 'retired' };
  if (status === 401 && signedOutCodes.includes(error)) return { kind: 'signedOut', error };
  return { kind: 'refused', status, error, header, expected };
};

/** Whole seconds only, as our server sends them. */
const retryAfterOf = ({ status, header }: TransportAnswer): Millis | null => {
  const seconds = status === 429 || status === 503 ? header('retry-after') : null;
  return seconds !== null && /^\d{1,6}$/.test(seconds) ? Number(seconds) * 1000 : null;
};

const sizeOf = (body: CallRequest['body']): Bytes =>
  typeof body === 'string' ? body.length : (body?.byteLength ?? 0);

/**
 * Without a link a request fails within this time. When the transport reports no progress, a request that took longer
 * counts as sent.
 */
const FAILS_WITHIN: Millis = 1_000;

export const createCall = (deps: CallDeps): Call => {
  const { identity, now, onAlive, onServerTime, onBytesSent, onRetryAfter } = deps;
  const identityOnly = identity === null ? versionHeader : identityHeaders(identity);

  const exchange: Call['exchange'] = async (request) => {
    const bytes = sizeOf(request.body);
    let sent = 0;
    const countSent = (total: Bytes) => {
      onBytesSent?.(total - sent);
      sent = total;
    };
    const sentAt = now();
    const answered = await deps.transport({
      ...request,
      headers: { ...identityOnly, ...request.headers },
      signal: deps.signal,
      timeoutMillis: stallTime(bytes),
      onSent: (total) => {
        countSent(total);
        request.onSent?.(total);
      },
    });
    const isPerhapsSent =
      deps.transport.reportsProgress === false && bytes > 0 && now() - sentAt > FAILS_WITHIN;
    if (!answered.ok)
      return err({ kind: 'link', error: answered.error, wasUnderWay: sent > 0 || isPerhapsSent });
    countSent(bytes);
    const answer = answered.value;
    if (request.method === 'HEAD') {
      if (answer.header(OFFSET_HEADER) !== null) onAlive?.();
      return ok(answer);
    }
    const text = answerText(answer);
    const meta = parseMessage(answerMetaSchema, text);
    if (meta.ok) {
      onAlive?.();
      onServerTime?.(meta.value.serverTime, sentAt, now());
    }
    if (answer.status >= 200 && answer.status < 300) return ok(answer);
    const refusal = parseMessage(refusalSchema, text);
    const retryAfter = refusal.ok ? retryAfterOf(answer) : null;
    if (retryAfter !== null) await onRetryAfter?.(retryAfter);
    if (refusal.ok) return err(refusalOf(answer, refusal.value));
    return answer.status === 413 ? err(refusalOf(answer, { error: 'tooLarge' })) : brokenLink;
  };

  const json: Call['json'] = async (request, parse) => {
    const answered = await exchange(request);
    if (!answered.ok) return answered;
    const text = answerText(answered.value);
    const parsed = parse(text);
    if (parsed.ok) return parsed;
    // From our server, but in a form that this version cannot read.
    if (parseMessage(answerMetaSchema, text).ok)
      return err(refusalOf(answered.value, { error: 'malformed' }));
    return brokenLink;
  };

  return { exchange, json };
};
