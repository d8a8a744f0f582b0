/**
 * The way between a phone and the server in a world: delay, rate, and everything that has ever gone wrong on one.
 * A transport like those of the page and the worker.
 */
import { err, ok, type Result } from '#domain/base/result.ts';
import type { Bytes, Millis } from '#domain/base/units.ts';
import type { LinkError, Transport, TransportAnswer, TransportRequest } from '#sync/transport/transport.ts';
import type { Answer, SimServer } from './sim-server.ts';
import type { SimProcess, World } from './world.ts';

/** What one request meets. */
export type Fate =
  | 'carried'
  /** So far and no further; what the server has heard it has heard. */
  | 'cut'
  /** The browser sends the same once more by itself, as Chromium does on a connection it had used before. */
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

/** What a captive portal or a cache on the way says with the best of faces. */
const portals = [
  '<!doctype html><title>Welcome</title>',
  '{}',
  '{"marker":"no"}',
  '{"serverTime":1,"verdicts":[]}',
];

export type Cookie = () => string;

/** Counts what happened on the way, so that a run can prove that something did: fates, and what was answered to what. */
export type LinkCounts = Map<string, number>;

export const createLink = (deps: {
  readonly world: World;
  readonly environment: SimProcess;
  readonly phone: SimProcess;
  readonly server: SimServer;
  readonly state: () => LinkState;
  readonly cookie: Cookie;
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
      let noStall = () => {};
      /** Nothing has moved for too long. */
      const moved = () => {
        noStall();
        noStall = world.later(environment, request.timeoutMillis, () => {
          cut();
          end(err('timeout'));
        });
      };
      /** Whatever comes first; the phone hears of it when its turn comes. */
      const end = (result: Result<TransportAnswer, LinkError>) => {
        if (isOver) return;
        isOver = true;
        noStall();
        world.tell(`${phone.name} ${line}: ${result.ok ? result.value.status : result.error}`);
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

      /** Brings the body, or so much of it; gives up when the phone or the link is gone. */
      const carry = (
        onAnswer: (answer: Answer | null) => void,
        cutAt: { readonly bytes: Bytes; readonly next: () => void } | null = null,
      ) => {
        const headers = { ...request.headers, cookie: cookie(), 'content-length': String(body.length) };
        const way = server.connect({ method: request.method, path: request.path, headers }, onAnswer);
        cut = way.cut;
        const length = cutAt?.bytes ?? body.length;
        const bring = (from: Bytes) => {
          if (isOver || !phone.isAlive || !state().isOnline) {
            way.cut();
            end(err('offline'));
            return;
          }
          moved();
          if (from < length) {
            const piece = body.subarray(from, Math.min(length, from + PIECE));
            way.arrive(piece);
            request.onSent?.(from + piece.length);
            world.later(environment, (piece.length / bytesPerSecond) * 1000, () =>
              bring(from + piece.length),
            );
          } else if (cutAt === null) way.finish();
          else {
            way.cut();
            cutAt.next();
          }
        };
        bring(0);
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
