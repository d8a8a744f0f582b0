/**
 * The simulated link between a phone and the server: delay, rate, and every known way in which a request fails. It
 * implements the `Transport` of page and worker.
 */
import { err, ok, type Result } from '#domain/base/result.ts';
import type { Bytes, Millis } from '#domain/base/units.ts';
import type { LinkError, Transport, TransportAnswer, TransportRequest } from '#sync/transport/transport.ts';
import type { Answer, SimServer } from '#tests/simulation/actors/sim-server.ts';
import type { SimProcess, World } from '#tests/simulation/world/world.ts';

/** What happens to one request. */
export type Fate =
  | 'carried'
  /** The body ends somewhere; the server keeps what it received. */
  | 'cut'
  /** The browser repeats the request by itself, as Chromium does on a reused connection. */
  | 'cutAndRepeated'
  | 'answerLost'
  | 'answeredTwice'
  | 'silent'
  | 'portal'
  | 'badGateway'
  | 'garbled';

export type LinkState = {
  isOnline: boolean;
  /** How likely each fate is; the rest is carried. */
  readonly fates: ReadonlyMap<Fate, number>;
  readonly bytesPerSecond: number;
  readonly rtt: Millis;
};

export const goodLink: LinkState = { isOnline: true, fates: new Map(), bytesPerSecond: 200_000, rtt: 40 };

const PIECE: Bytes = 1024;

const bodyOf = ({ body }: TransportRequest): Uint8Array =>
  typeof body === 'string' ? new TextEncoder().encode(body) : new Uint8Array(body ?? new ArrayBuffer(0));

const asAnswer = ({ status, headers, bytes }: Answer): TransportAnswer => ({
  status,
  header: (name) => headers.get(name),
  bytes,
});

const page = (status: number, text: string): Answer => ({
  status,
  headers: new Headers({ 'content-type': 'text/html' }),
  bytes: new TextEncoder().encode(text).buffer,
});

/** Answers of captive portals and caches, with status 200 or 201. */
const portals = [
  '<!doctype html><title>Welcome</title>',
  '{}',
  '{"marker":"no"}',
  '{"serverTime":1,"verdicts":[]}',
];

/** Counts fates and answers, so that a run can show that they occurred. */
export type LinkCounts = Map<string, number>;

export const createLink = (deps: {
  readonly world: World;
  readonly environment: SimProcess;
  readonly phone: SimProcess;
  readonly server: SimServer;
  readonly state: () => LinkState;
  readonly cookie: () => string;
  readonly counts: LinkCounts;
}): Transport => {
  const { world, environment, phone, server, state, cookie, counts } = deps;
  const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);

  const fateOf = (): Fate => {
    let chance = world.random();
    for (const [fate, share] of state().fates) {
      if (chance < share) return fate;
      chance -= share;
    }
    return 'carried';
  };

  return (request) =>
    new Promise<Result<TransportAnswer, LinkError>>((resolve) => {
      let isOver = false;
      let cut = () => {};
      let cancelStall = () => {};
      /** Restarts the stall timer. */
      const moved = () => {
        cancelStall();
        cancelStall = world.later(environment, request.timeoutMillis, () => {
          cut();
          end(err('timeout'));
        });
      };
      /** The first result counts; the phone receives it in a later step. */
      const end = (result: Result<TransportAnswer, LinkError>) => {
        if (isOver) return;
        isOver = true;
        cancelStall();
        world.log(`${phone.name} ${line}: ${result.ok ? result.value.status : result.error}`);
        world.soon(phone, () => resolve(result));
      };
      const fate = fateOf();
      const line = `${request.method} ${request.path.slice(0, 24)} (${fate})`;
      const isStopped = () => {
        cut();
        end(err('stopped'));
      };
      if (request.signal?.aborted) {
        isStopped();
        return;
      }
      request.signal?.addEventListener('abort', isStopped);
      const { rtt, bytesPerSecond } = state();
      const body = bodyOf(request);
      const fail = (error: LinkError) => world.later(environment, rtt, () => end(err(error)));

      if (!state().isOnline) {
        count('offline');
        fail('offline');
        return;
      }
      count(fate);
      if (fate === 'silent') {
        world.later(environment, request.timeoutMillis, () => end(err('timeout')));
        return;
      }
      if (fate === 'portal' || fate === 'badGateway') {
        const answer =
          fate === 'portal'
            ? page(world.pick([200, 200, 201]), world.pick(portals))
            : page(world.pick([500, 502, 503, 504]), '<h1>Bad gateway</h1>');
        world.later(environment, rtt, () => end(ok(asAnswer(answer))));
        return;
      }

      const arriving = (answer: Answer | null) => {
        const [path] = request.path.split(/[?]|(?<=\/photos\/)[0-9a-f]{64}/);
        count(answer === null ? 'serverDown' : `${request.method} ${path} ${answer.status}`);
        world.later(environment, rtt / 2, () => {
          if (answer === null || fate === 'answerLost') end(err('offline'));
          else if (fate === 'garbled')
            end(ok(asAnswer({ ...answer, bytes: answer.bytes.slice(0, answer.bytes.byteLength / 2) })));
          else end(ok(asAnswer(answer)));
        });
      };

      /** Delivers the body, or its first `cutAt.bytes`. Stops when the phone or the link is gone. */
      const carry = (
        onAnswer: (answer: Answer | null) => void,
        cutAt: { readonly bytes: Bytes; readonly next: () => void } | null = null,
      ) => {
        const headers = { ...request.headers, cookie: cookie(), 'content-length': String(body.length) };
        const connection = server.connect({ method: request.method, path: request.path, headers }, onAnswer);
        cut = connection.cut;
        const length = cutAt?.bytes ?? body.length;
        const deliver = (from: Bytes) => {
          if (isOver || !phone.isAlive || !state().isOnline) {
            connection.cut();
            end(err('offline'));
            return;
          }
          moved();
          if (from < length) {
            const piece = body.subarray(from, Math.min(length, from + PIECE));
            connection.arrive(piece);
            request.onSent?.(from + piece.length);
            world.later(environment, (piece.length / bytesPerSecond) * 1000, () =>
              deliver(from + piece.length),
            );
          } else if (cutAt === null) connection.finish();
          else {
            connection.cut();
            cutAt.next();
          }
        };
        deliver(0);
      };

      world.later(environment, rtt / 2, () => {
        const bytes = Math.floor(world.random() * (body.length + 1));
        if (fate === 'cut') carry(() => undefined, { bytes, next: () => end(err('offline')) });
        else if (fate === 'cutAndRepeated') carry(() => undefined, { bytes, next: () => carry(arriving) });
        else {
          if (fate === 'answeredTwice') carry(() => undefined);
          carry(arriving);
        }
      });
    });
};
