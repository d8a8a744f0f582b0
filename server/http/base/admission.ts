/**
 * Admission control: limits how many requests run at once ([S10]). A request beyond the limit is refused with Retry-After
 * before any of its body is read, so that it costs the running requests nothing.
 *
 * Promises: a request with a slot is never refused. A request uses a slot only while it works, not while its body arrives:
 * a slow or silent link blocks no other request. Retry-After grows with each refusal, at the rate at which requests end
 * now. So ten thousand phones that came at once do not come back at once.
 */
import { performance } from 'node:perf_hooks';
import type { MiddlewareHandler } from 'hono';
import type { Millis } from '#domain/base/units.ts';
import { refuse } from './answer.ts';
import type { Env } from './services.ts';

/** Some seconds of work at full load. With more, clients would time out before their answer. */
export const REQUESTS_AT_ONCE = 256;

const MAX_RETRY_AFTER: Millis = 60_000;
/** A device that comes back sends a few requests in a row. */
const REQUESTS_PER_DEVICE = 4;

export type Slot = {
  leave(): void;
  /** Frees the slot while the body arrives. Takes it again afterwards, even beyond the limit. */
  releaseWhile<T>(work: Promise<T>): Promise<T>;
};

export type Admission = {
  /** Null if all slots are in use. */
  enter(): Slot | null;
  /** Seconds until the refused client may come back. */
  nextRetryAfter(): number;
};

export const openAdmission = (
  limit = REQUESTS_AT_ONCE,
  now: () => Millis = () => performance.now(),
  random: () => number = Math.random,
): Admission => {
  let working = 0;
  let lastEndAt = now();
  /** Average time between the ends of two requests. */
  let pace: Millis = 10;
  let scheduledUntil: Millis = 0;
  return {
    enter: () => {
      if (working >= limit) return null;
      working += 1;
      return {
        leave: () => {
          working -= 1;
          pace += (Math.min(100, now() - lastEndAt) - pace) / 20;
          lastEndAt = now();
        },
        releaseWhile: async (work) => {
          working -= 1;
          try {
            return await work;
          } finally {
            working += 1;
          }
        },
      };
    },
    nextRetryAfter: () => {
      scheduledUntil = Math.min(
        Math.max(scheduledUntil, now()) + pace * REQUESTS_PER_DEVICE,
        now() + MAX_RETRY_AFTER,
      );
      return Math.ceil(((scheduledUntil - now()) * (1 + random() / 2)) / 1000);
    },
  };
};

/**
 * For the short requests of a sync. Photos and thumbnails wait for their link most of the time: they use no slot and are
 * never refused.
 */
export const admissionControl: MiddlewareHandler<Env> = async (c, next) => {
  const { admission } = c.var.services;
  const slot = admission.enter();
  if (!slot) {
    c.header('retry-after', String(admission.nextRetryAfter()));
    return refuse(c, 'busy');
  }
  c.set('slot', slot);
  try {
    return await next();
  } finally {
    slot.leave();
  }
};
