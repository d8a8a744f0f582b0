/**
 * An in-memory server inside the browser with the real protocol: it reads requests by the schemas, judges events with
 * the domain, and stores photos by hash. The test scripts the faults.
 */
import * as v from 'valibot';
import type { ErrorCode } from '#domain/base/errors.ts';
import { err, ok, type Result } from '#domain/base/result.ts';
import type { Authority } from '#domain/ledger/roles.ts';
import { subjectKey } from '#domain/ledger/subject-key.ts';
import {
  haveRequestSchema,
  LENGTH_HEADER,
  OFFSET_HEADER,
  unpackThumbnails,
  type HaveAnswer,
} from '#domain/protocol/photos.ts';
import type { PullAnswer } from '#domain/protocol/pull.ts';
import { pushRequestSchema, type PushVerdict } from '#domain/protocol/push.ts';
import { DEVICE_HEADER, MARKER, PERSON_HEADER } from '#domain/protocol/version.ts';
import { sha256Hex } from '#storage/person/device-key.ts';
import type { LinkError, Transport, TransportAnswer, TransportRequest } from '#sync/transport/transport.ts';
import { parseEvent } from '#domain/parse-event.ts';
import type { LedgerEvent, Subject } from '#domain/subjects.ts';
import { applyEvent, judge } from '#domain/subjects.ts';

/** What a test can do to a request; undefined means that the server answers normally. */
export type Fault =
  | { readonly kind: 'link'; readonly error: LinkError }
  /** The server handles the request, but the answer never arrives. */
  | { readonly kind: 'answerLost' }
  /**
   * This many bytes arrive, then the link fails. The server keeps the bytes of a photo; a batch must be sent again.
   */
  | { readonly kind: 'cut'; readonly arrived: number }
  | {
      readonly kind: 'refuse';
      readonly status: number;
      readonly error: ErrorCode;
      readonly headers?: Record<string, string>;
    }
  | { readonly kind: 'page'; readonly status: number };

export type Seen = {
  readonly method: string;
  readonly path: string;
  readonly bytes: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Case ids of a push; hashes of a `have` or of thumbnails. */
  readonly names: readonly string[];
};

type Stored = { readonly event: LedgerEvent; readonly verdict: PushVerdict };

export type FakeServer = ReturnType<typeof createFakeServer>;

const isBatch = (path: string): boolean => path.endsWith('/push') || path.endsWith('/thumbnails');

const bodyBytes = async ({ body, headers }: TransportRequest): Promise<Uint8Array<ArrayBuffer>> => {
  const raw =
    typeof body === 'string' ? new TextEncoder().encode(body) : new Uint8Array(body ?? new ArrayBuffer(0));
  if (headers?.['content-encoding'] !== 'gzip') return raw;
  const stream = new Blob([raw]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

const plain = (status: number, text: string, headers: Record<string, string> = {}): TransportAnswer => ({
  status,
  header: (name) => headers[name] ?? null,
  bytes: new TextEncoder().encode(text).buffer,
});

export const createFakeServer = (by: Authority, now: () => number) => {
  const eventsByHash = new Map<string, Stored>();
  const subjects = new Map<string, { seq: number; subject: Subject }>();
  const photos = new Map<string, Uint8Array>();
  const partials = new Map<string, Uint8Array<ArrayBuffer>>();
  const thumbnails = new Set<string>();
  const seen: Seen[] = [];
  let seq = 0;
  let epoch = 0;
  let unsent = 0;
  let fault: (request: Seen) => Fault | undefined | Promise<Fault | undefined> = () => undefined;
  const reference = { get: (_kind: string, id: string) => (id === 'XX99' ? undefined : null) };

  const json = (body: object, status = 200, headers: Record<string, string> = {}) =>
    plain(status, JSON.stringify({ marker: MARKER, serverTime: now(), ...body }), headers);
  const refuse = (status: number, error: ErrorCode, headers: Record<string, string> = {}) =>
    json({ error, message: error }, status, headers);

  /** Changes with everything that the server stores. */
  const head = () => `${eventsByHash.size + photos.size + thumbnails.size}.${epoch}`;

  const claims = () => {
    const manifest = [...eventsByHash.values()].flatMap(({ event }) => event.photos);
    return {
      photos: new Set(manifest.map((photo) => photo.sha256)),
      thumbnails: new Set(manifest.map((photo) => photo.thumbnail.sha256)),
    };
  };

  const decide = async (text: string): Promise<PushVerdict> => {
    const hash = await sha256Hex(new TextEncoder().encode(text));
    const known = eventsByHash.get(hash);
    if (known) return { ...known.verdict, duplicate: true };
    const parsed = parseEvent(text);
    if (!parsed.ok) throw new Error(`The phone sent an unreadable event: ${parsed.error}`);
    const event = parsed.value;
    const key = subjectKey(event.subject);
    const current = subjects.get(key)?.subject ?? null;
    const judgement = judge(current, event, { by, now: now(), reference, related: () => null });
    const reason = 'reason' in judgement ? judgement.reason : null;
    const isPart = judgement.verdict === 'applied' || judgement.verdict === 'contested';
    if (isPart) {
      const entry = { event, verdict: judgement.verdict, reason, by, receivedAt: now() };
      subjects.set(key, { seq: ++seq, subject: applyEvent(current, entry) });
    }
    const verdict: PushVerdict = {
      hash,
      verdict: judgement.verdict,
      duplicate: false,
      reason,
      seq: isPart ? seq : null,
      receivedAt: now(),
      receipt: `receipt:${hash}`,
    };
    eventsByHash.set(hash, { event, verdict });
    return verdict;
  };

  const push = async (request: TransportRequest): Promise<TransportAnswer> => {
    const body = v.parse(pushRequestSchema, JSON.parse(new TextDecoder().decode(await bodyBytes(request))));
    const verdicts: PushVerdict[] = [];
    for (const { text } of body.events) verdicts.push(await decide(text));
    unsent = Math.max(0, body.unsent - body.events.length);
    return json({ verdicts, head: head() });
  };

  const storedOf = ({ photos: all }: Subject) =>
    Object.fromEntries(
      all.flatMap(({ sha256 }) => (photos.has(sha256) ? [[sha256, 'complete' as const]] : [])),
    );

  const pull = (request: TransportRequest): TransportAnswer => {
    const cursor = new URL(request.path, 'http://x').searchParams.get('cursor');
    const [cursorEpoch, after] = cursor?.split('.').map(Number) ?? [];
    const reset = cursorEpoch !== epoch;
    const answer: Omit<PullAnswer, 'marker' | 'serverTime'> = {
      reset,
      more: false,
      cursor: `${epoch}.${seq}`,
      subjects: [...subjects.values()]
        .filter((row) => reset || row.seq > (after ?? 0))
        .map((row) => ({ ...row, stored: storedOf(row.subject) })),
      reference: [],
      gone: [],
    };
    return json(answer);
  };

  const takeThumbnails = async (request: TransportRequest): Promise<TransportAnswer> => {
    const unpacked = unpackThumbnails(await bodyBytes(request));
    if (!unpacked.ok) return refuse(400, unpacked.error);
    const claimed = claims().thumbnails;
    const answers = await Promise.all(
      unpacked.value.map(async (bytes) => {
        const sha256 = await sha256Hex(new Uint8Array(bytes));
        const stored = claimed.has(sha256);
        if (stored) thumbnails.add(sha256);
        return { sha256, stored, reason: stored ? null : 'notClaimed' };
      }),
    );
    return json({ thumbnails: answers, head: head() });
  };

  const have = async (request: TransportRequest): Promise<TransportAnswer> => {
    const { hashes } = v.parse(
      haveRequestSchema,
      JSON.parse(new TextDecoder().decode(await bodyBytes(request))),
    );
    const answers = hashes.map((sha256): HaveAnswer['photos'][number] => {
      const whole = photos.get(sha256);
      if (whole) return { sha256, state: 'complete', offset: whole.length, receipt: `receipt:${sha256}` };
      const offset = partials.get(sha256)?.length ?? 0;
      return { sha256, state: offset > 0 ? 'partial' : 'unknown', offset, receipt: null };
    });
    return json({ photos: answers, head: head() });
  };

  const photo = async (request: TransportRequest, arrived: number | null): Promise<TransportAnswer> => {
    const sha256 = request.path.split('/').at(-1) ?? '';
    const before = partials.get(sha256) ?? new Uint8Array(0);
    if (!claims().photos.has(sha256)) return refuse(404, 'notClaimed');
    if (request.method === 'HEAD') {
      const offset = photos.get(sha256)?.length ?? before.length;
      return plain(200, '', { [OFFSET_HEADER]: String(offset) });
    }
    const offset = Number(request.headers?.[OFFSET_HEADER]);
    if (offset !== before.length)
      return refuse(409, 'wrongOffset', { [OFFSET_HEADER]: String(before.length) });
    const sent = await bodyBytes(request);
    const body = arrived === null ? sent : sent.subarray(0, arrived);
    const whole = new Uint8Array([...before.subarray(0, offset), ...body]);
    partials.set(sha256, whole);
    if (arrived !== null || whole.length < Number(request.headers?.[LENGTH_HEADER]))
      return plain(204, '', { [OFFSET_HEADER]: String(whole.length) });
    partials.delete(sha256);
    if ((await sha256Hex(whole)) !== sha256) return refuse(422, 'hashMismatch');
    photos.set(sha256, whole);
    return json({ sha256 }, 201);
  };

  const answer = async (request: TransportRequest, arrived: number | null): Promise<TransportAnswer> => {
    if (request.path === '/api/sync/push') return push(request);
    if (request.path.startsWith('/api/sync/pull')) return pull(request);
    if (request.path === '/api/photos/thumbnails') return takeThumbnails(request);
    if (request.path === '/api/photos/have') return have(request);
    return photo(request, arrived);
  };

  const namesIn = async (request: TransportRequest): Promise<string[]> => {
    if (request.path.endsWith('/thumbnails')) {
      const unpacked = unpackThumbnails(await bodyBytes(request));
      return unpacked.ok ? Promise.all(unpacked.value.map((bytes) => sha256Hex(new Uint8Array(bytes)))) : [];
    }
    if (!request.path.endsWith('/push') && !request.path.endsWith('/have')) return [];
    const text = new TextDecoder().decode(await bodyBytes(request));
    const body = JSON.parse(text) as { events?: { text: string }[]; hashes?: string[] };
    return body.hashes ?? body.events?.map((it) => (JSON.parse(it.text) as LedgerEvent).subject.id) ?? [];
  };

  const transport: Transport = async (request): Promise<Result<TransportAnswer, LinkError>> => {
    const bytes = typeof request.body === 'string' ? request.body.length : (request.body?.byteLength ?? 0);
    const entry: Seen = {
      method: request.method,
      path: request.path,
      bytes,
      headers: request.headers ?? {},
      names: await namesIn(request),
    };
    seen.push(entry);
    if (entry.headers[PERSON_HEADER] !== by.person || !entry.headers[DEVICE_HEADER])
      throw new Error('sync request without person or device header');
    const stopped = new Promise<'stopped'>((resolve) =>
      request.signal?.addEventListener('abort', () => resolve('stopped')),
    );
    const scripted = await Promise.race([fault(entry), stopped]);
    if (request.signal?.aborted || scripted === 'stopped') return err('stopped');
    switch (scripted?.kind) {
      case 'link':
        return err(scripted.error);
      case 'page':
        return ok(plain(scripted.status, '<!doctype html><title>Welcome to our wifi</title>'));
      case 'refuse':
        return ok(refuse(scripted.status, scripted.error, scripted.headers));
      case 'cut':
        request.onSent?.(scripted.arrived);
        if (!isBatch(request.path)) await answer(request, scripted.arrived);
        return err('offline');
      case 'answerLost':
        request.onSent?.(bytes);
        await answer(request, null);
        return err('offline');
      default:
        request.onSent?.(bytes);
        return ok(await answer(request, null));
    }
  };

  return {
    transport,
    /** Every request, in the order of arrival. */
    seen,
    /** Requests as `METHOD path`, without hashes and query. */
    lines: (): string[] =>
      seen.map(
        ({ method, path }) => `${method} ${path.replace(/\?.*|[0-9a-f]{64}/g, '').slice('/api/'.length)}`,
      ),
    script: (next: typeof fault) => {
      fault = next;
    },
    photos,
    thumbnails,
    partials,
    subjects,
    eventsByHash,
    /** The number of unsent events that the phone reported last. */
    unsent: () => unsent,
    /** Restores an old backup: everything stored since is lost, or only the photos. */
    restore: (what: 'everything' | 'photos') => {
      photos.clear();
      thumbnails.clear();
      if (what === 'photos') return;
      eventsByHash.clear();
      subjects.clear();
      epoch += 1;
    },
    /** Applies an event of another person to a case. */
    apply: (event: LedgerEvent, author: Authority) => {
      const key = subjectKey(event.subject);
      const current = subjects.get(key)?.subject ?? null;
      const entry = { event, verdict: 'applied', reason: null, by: author, receivedAt: now() } as const;
      subjects.set(key, { seq: ++seq, subject: applyEvent(current, entry) });
    },
  };
};
