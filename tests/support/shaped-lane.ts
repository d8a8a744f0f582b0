/**
 * One direction of a link: bytes leave one after another at the configured rate, whoever sent them, and arrive a
 * fixed delay later, in order. Everything between sending and the receiver's flush is in flight and is lost by
 * `drop`.
 */
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';

export type LaneShape = { readonly bitsPerSecond: number; readonly delayMillis: number };

/** Small enough that a slow link trickles instead of jumping. */
const PIECE_BYTES = 4 * 1024;

type Flight = {
  readonly dueAt: number;
  /** Null for what the receiver learns of the sender: `landed` tells it. */
  readonly piece: Buffer | null;
  readonly to: Socket;
  readonly landed: () => void;
};

export class ShapedLane {
  /** Bytes handed to the receiver. */
  bytes = 0;
  #line: Flight[] = [];
  #freeAt = 0;
  #lastDueAt = 0;
  #timer: NodeJS.Timeout | null = null;
  #shape: LaneShape;

  constructor(shape: LaneShape) {
    this.#shape = shape;
  }

  shape(shape: LaneShape): void {
    this.#shape = shape;
  }

  /** Twice what the link itself holds, so that a sender neither starves it nor floods this process. */
  get capacityBytes(): number {
    const { bitsPerSecond, delayMillis } = this.#shape;
    const held = delayMillis === 0 ? 0 : (bitsPerSecond / 8) * (delayMillis / 1000) * 4;
    return Math.min(1024 * 1024, Math.max(32 * 1024, held));
  }

  send(chunk: Buffer, to: Socket, landed: (bytes: number) => void): void {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
      const piece = chunk.subarray(at, at + PIECE_BYTES);
      this.#enqueue(piece, to, () => landed(piece.length));
    }
  }

  /** The sender has nothing more, or is gone; the receiver learns it after everything sent before. */
  end(to: Socket, learns: () => void): void {
    this.#enqueue(null, to, learns);
  }

  /** The link breaks: what is under way never arrives. */
  drop(): void {
    this.#line = [];
    this.#freeAt = 0;
    this.#lastDueAt = 0;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #enqueue(piece: Buffer | null, to: Socket, landed: () => void): void {
    const { bitsPerSecond, delayMillis } = this.#shape;
    const millis = piece ? (piece.length * 8 * 1000) / bitsPerSecond : 0;
    this.#freeAt = Math.max(performance.now(), this.#freeAt) + millis;
    // A link whose delay shrinks still delivers in order.
    this.#lastDueAt = Math.max(this.#lastDueAt, this.#freeAt + delayMillis);
    this.#line.push({ dueAt: this.#lastDueAt, piece, to, landed });
    if (!this.#timer) this.#wait();
  }

  #wait(): void {
    const next = this.#line[0];
    this.#timer = next
      ? setTimeout(() => this.#deliver(), Math.max(0, next.dueAt - performance.now()))
      : null;
  }

  #deliver(): void {
    const now = performance.now() + 0.5;
    let arrived = this.#line.findIndex((flight) => flight.dueAt > now);
    if (arrived === -1) arrived = this.#line.length;
    for (const { piece, to, landed } of this.#line.splice(0, arrived)) {
      if (to.destroyed || piece === null) landed();
      else {
        this.bytes += piece.length;
        to.write(piece, landed);
      }
    }
    this.#wait();
  }
}
