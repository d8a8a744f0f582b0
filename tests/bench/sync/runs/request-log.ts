/**
 * The requests through the proxy, parsed from the delivered bytes: HTTP/1.1 without pipelining, as browsers send it.
 */
import type { Bytes, Millis } from '#domain/base/units.ts';
import type { Observer } from '#tests/support/link/shaping-proxy.ts';

export type Exchange = {
  readonly connection: number;
  readonly method: string;
  readonly path: string;
  readonly headBytes: Bytes;
  readonly bodyBytes: Bytes;
  /** When its first byte reached the server. All times here are wall-clock times. */
  readonly beganAt: Millis;
  arrivedBytes: Bytes;
  arrivedAt: Millis | null;
  /** When the first byte of the answer reached the browser. */
  answeredAt: Millis | null;
  status: number | null;
  cutAt: Millis | null;
};

/** The same with times relative to `from`. */
export const since = (from: Millis, exchange: Exchange): Exchange => {
  const after = (at: Millis | null) => (at === null ? null : at - from);
  const { beganAt, arrivedAt, answeredAt, cutAt } = exchange;
  return {
    ...exchange,
    beganAt: beganAt - from,
    arrivedAt: after(arrivedAt),
    answeredAt: after(answeredAt),
    cutAt: after(cutAt),
  };
};

type Connection = { head: Buffer; now: Exchange | null };

const HEAD_END = '\r\n\r\n';

export const createRequestLog = () => {
  const exchanges: Exchange[] = [];
  const connections = new Map<number, Connection>();
  const of = (id: number): Connection => {
    const known = connections.get(id) ?? { head: Buffer.alloc(0), now: null };
    connections.set(id, known);
    return known;
  };

  const begin = (id: number, head: string): Exchange => {
    const [method = '', path = ''] = head.split(' ', 2);
    const bodyBytes = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
    if (/^transfer-encoding:/im.test(head)) throw new Error(`a body without a length: ${method} ${path}`);
    const exchange: Exchange = {
      connection: id,
      method,
      path,
      headBytes: head.length + HEAD_END.length,
      bodyBytes,
      beganAt: Date.now(),
      arrivedBytes: 0,
      arrivedAt: null,
      answeredAt: null,
      status: null,
      cutAt: null,
    };
    exchanges.push(exchange);
    return exchange;
  };

  const takeBody = (exchange: Exchange, bytes: number): void => {
    exchange.arrivedBytes += bytes;
    if (exchange.arrivedBytes >= exchange.bodyBytes) exchange.arrivedAt = Date.now();
  };

  const observer: Observer = {
    up: (id, piece) => {
      const connection = of(id);
      for (let rest = piece; rest.length > 0;) {
        const { now } = connection;
        if (now && now.arrivedAt === null) {
          const bytes = Math.min(rest.length, now.bodyBytes - now.arrivedBytes);
          takeBody(now, bytes);
          rest = rest.subarray(bytes);
          continue;
        }
        const head = Buffer.concat([connection.head, rest]);
        const end = head.indexOf(HEAD_END);
        connection.head = end < 0 ? head : Buffer.alloc(0);
        if (end < 0) return;
        connection.now = begin(id, head.subarray(0, end).toString('latin1'));
        takeBody(connection.now, 0);
        rest = head.subarray(end + HEAD_END.length);
      }
    },
    down: (id, piece) => {
      const { now } = of(id);
      if (!now || now.answeredAt !== null) return;
      now.answeredAt = Date.now();
      now.status = Number(/^HTTP\/1\.1 (\d{3})/.exec(piece.toString('latin1'))?.[1] ?? 0);
    },
    gone: (id) => {
      const now = connections.get(id)?.now;
      if (now && now.answeredAt === null) now.cutAt = Date.now();
      connections.delete(id);
    },
  };
  return { exchanges, observer };
};
