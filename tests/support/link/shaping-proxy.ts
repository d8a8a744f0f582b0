/**
 * A TCP proxy that is a bad mobile link: it shapes pages, workers and the service worker alike, which the browser's
 * own throttling does not. All connections share one lane for each direction.
 *
 * Promises: rate and delay as configured; at most a bounded number of bytes in flight for each connection; a cut
 * resets both ends of every connection and loses what was under way.
 */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { seededRandom } from '#tests/support/data/seeded-random.ts';
import { ShapedLane } from './shaped-lane.ts';

export type LinkShape = {
  readonly upBitsPerSecond: number;
  readonly downBitsPerSecond: number;
  /** Half of it is spent in each direction, and one whole before a new connection carries anything. */
  readonly rttMillis: number;
  /** A pause drawn between these two, then every connection is reset; null for a link that stays up. */
  readonly cutEveryMillis: readonly [shortest: number, longest: number] | null;
  /** Each connection for itself is reset after a time drawn between these two. */
  readonly connectionLastsMillis?: readonly [shortest: number, longest: number];
};

/** Hears what arrives, connection by connection. */
export type Ear = {
  readonly up: (connection: number, piece: Buffer) => void;
  readonly down: (connection: number, piece: Buffer) => void;
  readonly gone: (connection: number) => void;
};

export const perfectLink: LinkShape = {
  upBitsPerSecond: Infinity,
  downBitsPerSecond: Infinity,
  rttMillis: 0,
  cutEveryMillis: null,
};

type Pair = { readonly id: number; readonly near: Socket; readonly far: Socket };

export class ShapingProxy {
  /** Times a cut has hit at least one open connection. */
  cuts = 0;
  ear: Ear | null = null;
  connections = 0;
  refused = 0;
  /** The pauses before cuts, in milliseconds, as drawn. */
  readonly pauses: number[] = [];
  /** The most any one connection has had under way in one direction. */
  mostInFlightBytes = 0;
  #targetPort: number;
  #link: LinkShape;
  #online = true;
  #cutTimer: NodeJS.Timeout | undefined;
  readonly #random: () => number;
  readonly #up: ShapedLane;
  readonly #down: ShapedLane;
  readonly #pairs = new Set<Pair>();
  readonly #server: Server;

  private constructor(targetPort: number, link: LinkShape, seed: number) {
    this.#targetPort = targetPort;
    this.#link = link;
    this.#random = seededRandom(seed);
    const delayMillis = link.rttMillis / 2;
    this.#up = new ShapedLane({ bitsPerSecond: link.upBitsPerSecond, delayMillis });
    this.#down = new ShapedLane({ bitsPerSecond: link.downBitsPerSecond, delayMillis });
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => this.#accept(near));
  }

  /** Listens on a free port of this machine and forwards to `targetPort`. */
  static async open(targetPort: number, link: LinkShape = perfectLink, seed = 1): Promise<ShapingProxy> {
    const proxy = new ShapingProxy(targetPort, link, seed);
    await new Promise<void>((resolve, reject) => {
      proxy.#server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    proxy.shape(link);
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** `localhost`, so that browsers treat it as a secure context. */
  get url(): string {
    return `http://localhost:${this.port}`;
  }

  get bytesUp(): number {
    return this.#up.bytes;
  }

  get bytesDown(): number {
    return this.#down.bytes;
  }

  /** For a server that came back on another port. New connections go there. */
  pointAt(targetPort: number): void {
    this.#targetPort = targetPort;
  }

  shape(link: LinkShape): void {
    this.#link = link;
    const delayMillis = link.rttMillis / 2;
    this.#up.shape({ bitsPerSecond: link.upBitsPerSecond, delayMillis });
    this.#down.shape({ bitsPerSecond: link.downBitsPerSecond, delayMillis });
    clearTimeout(this.#cutTimer);
    this.#planCut();
  }

  /** Every open connection is reset and every new one refused, until `goOnline`. */
  goOffline(): void {
    this.#online = false;
    this.cut();
  }

  goOnline(): void {
    this.#online = true;
  }

  cut(): void {
    if (this.#pairs.size > 0) this.cuts += 1;
    for (const pair of this.#pairs) this.#reset(pair);
  }

  async close(): Promise<void> {
    clearTimeout(this.#cutTimer);
    this.goOffline();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #planCut(): void {
    const { cutEveryMillis } = this.#link;
    if (cutEveryMillis === null) return;
    const pause = this.#between(cutEveryMillis);
    this.pauses.push(pause);
    this.#cutTimer = setTimeout(() => {
      this.cut();
      this.#planCut();
    }, pause).unref();
  }

  #accept(near: Socket): void {
    if (!this.#online) {
      this.refused += 1;
      near.on('error', () => {}).resetAndDestroy();
      return;
    }
    this.connections += 1;
    const id = this.connections;
    const far = connect({ port: this.#targetPort, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    const pair = { id, near, far };
    this.#pairs.add(pair);
    this.#carry(pair, near, far, this.#up, (piece) => this.ear?.up(id, piece));
    this.#carry(pair, far, near, this.#down, (piece) => this.ear?.down(id, piece));
    this.#planEnd(pair);
    // The handshake of a far away server costs one round trip.
    near.pause();
    setTimeout(() => near.resume(), this.#link.rttMillis);
  }

  #carry(pair: Pair, from: Socket, to: Socket, lane: ShapedLane, hear: (piece: Buffer) => void): void {
    let inFlightBytes = 0;
    from.on('data', (chunk: Buffer) => {
      inFlightBytes += chunk.length;
      this.mostInFlightBytes = Math.max(this.mostInFlightBytes, inFlightBytes);
      if (inFlightBytes >= lane.capacityBytes) from.pause();
      lane.send(chunk, to, (piece, isThere) => {
        inFlightBytes -= piece.length;
        if (isThere) hear(piece);
        if (inFlightBytes < lane.capacityBytes / 2) from.resume();
      });
    });
    from.on('end', () => lane.end(to, () => to.end()));
    // A reset travels as the bytes before it do.
    from.on('error', () => lane.end(to, () => this.#reset(pair)));
    from.on('close', () => {
      if (to.destroyed) this.#forget(pair);
    });
  }

  #planEnd(pair: Pair): void {
    if (!this.#link.connectionLastsMillis) return;
    const timer = setTimeout(() => {
      if (!this.#pairs.has(pair)) return;
      this.cuts += 1;
      this.#reset(pair);
    }, this.#between(this.#link.connectionLastsMillis));
    timer.unref();
  }

  #between([shortest, longest]: readonly [number, number]): number {
    return shortest + this.#random() * (longest - shortest);
  }

  #forget(pair: Pair): void {
    if (this.#pairs.delete(pair)) this.ear?.gone(pair.id);
  }

  /** What has not left any more never will. */
  #reset(pair: Pair): void {
    this.#forget(pair);
    this.#up.drop(pair.far);
    this.#down.drop(pair.near);
    for (const socket of [pair.near, pair.far]) if (!socket.destroyed) socket.resetAndDestroy();
  }
}
