/**
 * A TCP proxy that behaves like a bad mobile link. Unlike the throttling of the browser, it shapes pages, workers and the
 * service worker alike. All connections share one lane for each direction.
 *
 * Promises: rate and delay as configured; at most a bounded number of bytes in flight for each connection; a cut
 * resets both ends of every connection and loses what is in flight.
 */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { seededRandom } from '#tests/support/data/seeded-random.ts';
import { ShapedLane } from './shaped-lane.ts';

export type LinkShape = {
  readonly upBitsPerSecond: number;
  readonly downBitsPerSecond: number;
  /** Half of it in each direction, and a whole one before a new connection carries data. */
  readonly rttMillis: number;
  /** All connections are reset after a random pause between these two; null for no cuts. */
  readonly cutEveryMillis: readonly [shortest: number, longest: number] | null;
  /** Each connection is reset after a random time between these two. */
  readonly connectionLastsMillis?: readonly [shortest: number, longest: number];
};

/** Receives what is delivered, by connection. */
export type Observer = {
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
  /** Cuts that reset at least one connection. */
  cuts = 0;
  observer: Observer | null = null;
  connections = 0;
  refused = 0;
  /** The pauses before cuts, in milliseconds, as drawn. */
  readonly pauses: number[] = [];
  /** The most bytes in flight of one connection in one direction. */
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

  /** New connections go to this port. */
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

  /** Resets every connection and refuses new ones until `goOnline`. */
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
    this.#carry(pair, near, far, this.#up, (piece) => this.observer?.up(id, piece));
    this.#carry(pair, far, near, this.#down, (piece) => this.observer?.down(id, piece));
    this.#planEnd(pair);
    // The handshake of a distant server takes one round trip.
    near.pause();
    setTimeout(() => near.resume(), this.#link.rttMillis);
  }

  #carry(pair: Pair, from: Socket, to: Socket, lane: ShapedLane, observe: (piece: Buffer) => void): void {
    let inFlightBytes = 0;
    from.on('data', (chunk: Buffer) => {
      inFlightBytes += chunk.length;
      this.mostInFlightBytes = Math.max(this.mostInFlightBytes, inFlightBytes);
      if (inFlightBytes >= lane.capacityBytes) from.pause();
      lane.send(chunk, to, (piece, isThere) => {
        inFlightBytes -= piece.length;
        if (isThere) observe(piece);
        if (inFlightBytes < lane.capacityBytes / 2) from.resume();
      });
    });
    from.on('end', () => lane.end(to, () => to.end()));
    // A reset arrives after the bytes before it.
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
    if (this.#pairs.delete(pair)) this.observer?.gone(pair.id);
  }

  /** Bytes in flight are lost. */
  #reset(pair: Pair): void {
    this.#forget(pair);
    this.#up.drop(pair.far);
    this.#down.drop(pair.near);
    for (const socket of [pair.near, pair.far]) if (!socket.destroyed) socket.resetAndDestroy();
  }
}
