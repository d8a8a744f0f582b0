/**
 * GET /api/live: server-sent events that say "something changed" and nothing else; data travels by pull only.
 *
 * Promises: a stream lives as long as the session, the person's role and scope, and the device stay what they were
 * when it was opened, which is asked again at every heartbeat. A client that does not read is sent nothing more, and
 * one that is gone is forgotten.
 */
import type { Millis } from '#domain/base/units.ts';
import type { Listener } from '#server/ledger/live.ts';
import { refuse } from '#server/http/base/answer.ts';
import { readSender } from '#server/http/base/sender.ts';
import type { AppContext } from '#server/http/base/services.ts';

/** Proxies give up a silent connection after a minute, some sooner. */
export const HEARTBEAT: Millis = 15_000;

const utf8 = new TextEncoder();
const frames = { changed: utf8.encode('data: changed\n\n'), quiet: utf8.encode(':\n\n') };

const eventStream = (
  listener: Listener,
  heartbeat: Millis,
  isStill: () => Promise<boolean>,
): ReadableStream<Uint8Array> => {
  let askedAt = performance.now();
  return new ReadableStream<Uint8Array>(
    {
      // Called only when the client has taken what came before.
      pull: async (out) => {
        const outcome = await listener.next(Math.max(0, askedAt + heartbeat - performance.now()));
        const isTime = performance.now() >= askedAt + heartbeat;
        if (isTime) askedAt = performance.now();
        if (outcome !== 'ended' && (!isTime || (await isStill()))) return out.enqueue(frames[outcome]);
        listener.end();
        out.close();
      },
      cancel: () => listener.end(),
    },
    { highWaterMark: 0 },
  );
};

export const live = async (c: AppContext) => {
  const { live, heartbeat, log } = c.var.services;
  // Hono answers HEAD from the GET route, and would never read the stream.
  if (c.req.method !== 'GET') return refuse(c, 'notFound');
  const sender = await readSender(c);
  if (!sender.ok) return refuse(c, sender.error);
  const { person, device } = sender.value;
  const isStill = async () => {
    try {
      const now = await readSender(c);
      return now.ok && JSON.stringify(now.value.person) === JSON.stringify(person);
    } catch (error) {
      log.warn({ err: error }, 'cannot ask for the session of a listener');
      return false;
    }
  };
  const listener = await live.listen({ person: person.id, device, region: person.region });
  if (!listener) return refuse(c, 'busy', 429);
  c.header('content-type', 'text/event-stream');
  c.header('cache-control', 'no-store');
  // nginx would collect the events; a finished stream leaves no connection that a stopping server waits for.
  c.header('x-accel-buffering', 'no');
  c.header('connection', 'close');
  return c.body(eventStream(listener, heartbeat, isStill));
};
