/**
 * How much is worked on at once. Beyond it a request is refused before any of its body is read, with the time to come
 * again: politely, and at no cost to those inside.
 *
 * Promises: whoever is inside is never sent away, and only work takes room: a link that is slow to bring a body, or has
 * gone silent, holds up nobody else. Those refused are given appointments one after the other, at the pace at which
 * requests end now, so that ten thousand who came together do not come together again.
 */
import { performance } from 'node:perf_hooks';
import type { MiddlewareHandler } from 'hono';
import type { Millis } from '#domain/base/units.ts';
import { refuse } from './answer.ts';
import type { Env } from './services.ts';

/** Some seconds of work at full load: who waits longer inside would give up before the answer. */
export const REQUESTS_AT_ONCE = 256;

const LONGEST: Millis = 60_000;
/** A device that comes back asks for a few things in a row. */
const REQUESTS_A_DEVICE = 4;

export type Slot = {
  leave(): void;
  /** Gives the place up while the body is on its way, and takes it again, whoever came in between. */
  releaseWhile<T>(work: Promise<T>): Promise<T>;
};

export type Admission = {
  /** Null when there is no room. */
  enter(): Slot | null;
  /** Seconds until the next appointment. */
  nextRetryAfter(): number;
};

export const openAdmission = (
  limit = REQUESTS_AT_ONCE,
  now: () => Millis = () => performance.now(),
  random: () => number = Math.random,
): Admission => {
  let working = 0;
  let leftAt = now();
  let pace: Millis = 10;
  let promisedUntil: Millis = 0;
  return {
    enter: () => {
      if (working >= limit) return null;
      working += 1;
      return {
        leave: () => {
          working -= 1;
          pace += (Math.min(100, now() - leftAt) - pace) / 20;
          leftAt = now();
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
      promisedUntil = Math.min(Math.max(promisedUntil, now()) + pace * REQUESTS_A_DEVICE, now() + LONGEST);
      return Math.ceil(((promisedUntil - now()) * (1 + random() / 2)) / 1000);
    },
  };
};

/**
 * For the short requests of a sync. Pictures on their way wait for their link most of the time: they take no place and
 * are never refused.
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
