/**
 * One direction of a link. Bytes leave at the configured rate, connections take turns, and bytes arrive in order after a fixed
 * delay. Bytes that the receiver has not flushed yet are in flight; `drop` loses them.
 */
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';

export type LaneShape = { readonly bitsPerSecond: number; readonly delayMillis: number };

/** What a connection sends in one turn: small, so that a slow link delivers steadily. */
const TURN_MILLIS = 5;
const SMALLEST_TURN = 1448;
const LARGEST_TURN = 16 * 1024;

/** Bytes or an end, delivered to the receiver after everything sent before. */
type Parcel = { readonly piece: Buffer; readonly landed: Landed } | { readonly end: () => void };
type Flight = Parcel & { readonly dueAt: number; readonly to: Socket };
/** `isThere` is false if the receiver was gone. */
type Landed = (piece: Buffer, isThere: boolean) => void;

export class ShapedLane {
  /** Bytes that have left, including lost ones. */
  bytes = 0;
  /** What has not left yet, by receiver. The next turn is first. */
  readonly #waiting = new Map<Socket, Parcel[]>();
  #flying: Flight[] = [];
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

  /** Twice the bytes in flight on a full link, so that a sender neither starves it nor fills the memory of this process. */
  get capacityBytes(): number {
    const { bitsPerSecond, delayMillis } = this.#shape;
    const held = delayMillis === 0 ? 0 : (bitsPerSecond / 8) * (delayMillis / 1000) * 4;
    return Math.min(1024 * 1024, Math.max(32 * 1024, held));
  }

  send(chunk: Buffer, to: Socket, landed: Landed): void {
    const turn = this.#turnBytes;
    for (let at = 0; at < chunk.length; at += turn)
      this.#enqueue({ piece: chunk.subarray(at, at + turn), landed }, to);
  }

  /** The sender has ended. `end` runs after everything sent before has arrived. */
  end(to: Socket, end: () => void): void {
    this.#enqueue({ end }, to);
  }

  /** Breaks the link to this receiver: what is in flight is lost and delays no other connection. */
  drop(to: Socket): void {
    this.#waiting.delete(to);
    this.#flying = this.#flying.filter((it) => it.to !== to);
  }

  get #turnBytes(): number {
    const bytes = Math.round((this.#shape.bitsPerSecond / 8 / 1000) * TURN_MILLIS);
    return Math.min(LARGEST_TURN, Math.max(SMALLEST_TURN, bytes));
  }

  #enqueue(parcel: Parcel, to: Socket): void {
    if (this.#waiting.size === 0) this.#freeAt = Math.max(performance.now(), this.#freeAt);
    const before = this.#waiting.get(to);
    if (before) before.push(parcel);
    else this.#waiting.set(to, [parcel]);
    this.#leave();
    if (!this.#timer) this.#wait();
  }

  /** Sends what the rate allows up to now. A late timer is compensated, since the link was not idle. */
  #leave(): void {
    const { bitsPerSecond, delayMillis } = this.#shape;
    for (const [to, parcels] of this.#waiting) {
      if (this.#freeAt > performance.now()) return;
      const parcel = parcels.shift()!;
      // Moved to the end: the loop comes to it again.
      this.#waiting.delete(to);
      if (parcels.length > 0) this.#waiting.set(to, parcels);
      const size = 'piece' in parcel ? parcel.piece.length : 0;
      this.bytes += size;
      this.#freeAt += (size * 8 * 1000) / bitsPerSecond;
      // Also a link whose delay shrinks delivers in order.
      this.#lastDueAt = Math.max(this.#lastDueAt, this.#freeAt + delayMillis);
      this.#flying.push({ ...parcel, dueAt: this.#lastDueAt, to });
    }
  }

  #wait(): void {
    const leavesAt = this.#waiting.size > 0 ? this.#freeAt : Infinity;
    const next = Math.min(leavesAt, this.#flying[0]?.dueAt ?? Infinity);
    this.#timer =
      next === Infinity ? null : setTimeout(() => this.#work(), Math.max(0, next - performance.now()));
  }

  #work(): void {
    this.#leave();
    const now = performance.now() + 0.5;
    let arrived = this.#flying.findIndex((flight) => flight.dueAt > now);
    if (arrived === -1) arrived = this.#flying.length;
    for (const { to, ...parcel } of this.#flying.splice(0, arrived)) {
      if ('end' in parcel) parcel.end();
      else if (to.destroyed) parcel.landed(parcel.piece, false);
      else to.write(parcel.piece, () => parcel.landed(parcel.piece, true));
    }
    this.#wait();
  }
}
