/**
 * GET /api/live: server-sent events with the message "changed" and no data. Data comes by pull only ([V1]).
 *
 * Promises: a stream ends when the session, the device, or the role or scope of the person changes; every heartbeat
 * checks them ([V2]). A client that does not read has at most one message waiting. When a client disconnects, its
 * listener is removed ([V4]).
 */
import type { Millis } from '#domain/base/units.ts';
import type { Listener } from '#server/ledger/live.ts';
import { refuse } from '#server/http/base/answer.ts';
import { readSender } from '#server/http/base/sender.ts';
import type { AppContext } from '#server/http/base/services.ts';

/** Proxies close a connection without traffic after a minute, some earlier. */
export const HEARTBEAT: Millis = 15_000;

const utf8 = new TextEncoder();
const frames = { changed: utf8.encode('data: changed\n\n'), quiet: utf8.encode(':\n\n') };

const eventStream = (
  listener: Listener,
  heartbeat: Millis,
  isStillValid: () => Promise<boolean>,
): ReadableStream<Uint8Array> => {
  let checkedAt = performance.now();
  return new ReadableStream<Uint8Array>(
    {
      // Called only after the client has read the message before.
      pull: async (out) => {
        const outcome = await listener.next(Math.max(0, checkedAt + heartbeat - performance.now()));
        const isDue = performance.now() >= checkedAt + heartbeat;
        if (isDue) checkedAt = performance.now();
        if (outcome !== 'ended' && (!isDue || (await isStillValid()))) return out.enqueue(frames[outcome]);
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
  // Hono answers HEAD by the GET route, and would never read the stream.
  if (c.req.method !== 'GET') return refuse(c, 'notFound');
  const sender = await readSender(c);
  if (!sender.ok) return refuse(c, sender.error);
  const { person, device } = sender.value;
  const isStillValid = async () => {
    try {
      const now = await readSender(c);
      return now.ok && JSON.stringify(now.value.person) === JSON.stringify(person);
    } catch (error) {
      log.warn({ err: error }, 'cannot check the session of a listener');
      return false;
    }
  };
  const listener = await live.listen({ person: person.id, device, region: person.region });
  if (!listener) return refuse(c, 'busy', 429);
  c.header('content-type', 'text/event-stream');
  c.header('cache-control', 'no-store');
  // The first header stops nginx from buffering the events. The second closes the connection with the stream, so that a
  // stopping server does not wait for it.
  c.header('x-accel-buffering', 'no');
  c.header('connection', 'close');
  return c.body(eventStream(listener, heartbeat, isStillValid));
};
