/** A real link that breaks and a simulated one, each to a server that only records what it receives. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fetchTransport } from '#sync/transport/fetch-transport.ts';
import type { Transport, TransportRequest } from '#sync/transport/transport.ts';
import { openAnswerLoss } from '#tests/support/link/answer-loss.ts';
import { perfectLink, ShapingProxy } from '#tests/support/link/shaping-proxy.ts';
import { createLink, goodLink, type Fate } from './link.ts';
import type { SimServer } from '#tests/simulation/actors/sim-server.ts';
import { World } from '#tests/simulation/world/world.ts';

type Received = {
  readonly method: string;
  readonly offset: string | undefined;
  readonly length: string | undefined;
  bytes: Buffer;
  end: 'whole' | 'cut' | null;
};
export type LinkFault = 'nothing' | 'a cut' | 'a lost answer' | 'no link';
export type LinkUnderTest = {
  readonly send: (fault: LinkFault) => Transport;
  readonly received: () => Promise<Received>;
  /** How many requests reached the server. */
  readonly requests: () => number;
  readonly close: () => Promise<void>;
};

export const BODY = new Uint8Array(300_000).map((_, i) => i % 251).buffer;
export const put: TransportRequest = { method: 'PUT', path: '/kept', body: BODY, timeoutMillis: 5000 };

const newRecord = (method: string, headers: Readonly<Record<string, unknown>>): Received => ({
  method,
  offset: headers['upload-offset'] as string | undefined,
  length: headers['content-length'] as string | undefined,
  bytes: Buffer.alloc(0),
  end: null,
});
const answerTo = (path: string) =>
  path === '/busy'
    ? { status: 503, retry: '7', text: '<h1>later</h1>' }
    : { status: 201, retry: '', text: 'kept' };

export const openRealLink = async (): Promise<LinkUnderTest> => {
  let last: Received;
  let requests = 0;
  let onEnd = () => {};
  let ended = Promise.resolve();
  let onPiece = () => {};
  const server = createServer((request, response) => {
    last = newRecord(request.method!, request.headers);
    requests += 1;
    request.on('data', (piece: Buffer) => {
      last.bytes = Buffer.concat([last.bytes, piece]);
      onPiece();
    });
    request
      .on('error', () => undefined)
      .on('close', () => {
        last.end = request.complete ? 'whole' : 'cut';
        onEnd();
      });
    request.on('end', () => {
      const { status, retry, text } = answerTo(request.url!);
      if (request.url !== '/never') response.writeHead(status, { 'retry-after': retry }).end(text);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const loss = await openAnswerLoss(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const proxy = await ShapingProxy.open(Number(new URL(loss.url).port), {
    ...perfectLink,
    upBitsPerSecond: 20e6,
  });
  return {
    send: (fault) => (request) => {
      ended = new Promise((resolve) => {
        onEnd = resolve;
      });
      onPiece = fault === 'a cut' ? () => proxy.cut() : () => {};
      if (fault === 'a lost answer') void loss.loseNext();
      if (fault === 'no link') proxy.goOffline();
      else proxy.goOnline();
      return fetchTransport({ ...request, path: `${proxy.url}${request.path}` });
    },
    received: () => ended.then(() => last),
    requests: () => requests,
    close: async () => {
      await proxy.close();
      loss.close();
      server.closeAllConnections();
      server.close();
    },
  };
};

const fates: Readonly<Record<LinkFault, Fate>> = {
  nothing: 'carried',
  'a cut': 'cut',
  'a lost answer': 'answerLost',
  'no link': 'carried',
};

export const openSimulatedLink = async (): Promise<LinkUnderTest> => {
  const world = new World(3, 0);
  let last: Received;
  let requests = 0;
  const server = {
    connect: (
      { method, path, headers }: { method: string; path: string; headers: Record<string, string> },
      onAnswer: (answer: unknown) => void,
    ) => {
      const received = newRecord(method, headers);
      last = received;
      requests += 1;
      return {
        arrive: (piece: Uint8Array) => {
          received.bytes = Buffer.concat([received.bytes, piece]);
        },
        finish: () => {
          received.end = 'whole';
          const { status, retry, text } = answerTo(path);
          const bytes = new TextEncoder().encode(text).buffer;
          if (path !== '/never') onAnswer({ status, headers: new Headers({ 'retry-after': retry }), bytes });
        },
        cut: () => {
          received.end ??= 'cut';
        },
      };
    },
  } as unknown as SimServer;
  const [environment, phone] = [world.simProcess('environment', true), world.simProcess('phone', true)];
  return {
    send: (fault) => async (request) => {
      const fate = new Map([[fates[fault], 1]]);
      const state = { ...goodLink, isOnline: fault !== 'no link', fates: fate };
      const deps = {
        world,
        environment,
        phone,
        server,
        state: () => state,
        cookie: () => 'a=1',
        counts: new Map(),
      };
      const sent = createLink(deps)(request);
      await world.run(world.now() + 60_000, () => false);
      return Promise.race([sent, Promise.reject(new Error('the request did not end'))]);
    },
    received: async () => last,
    requests: () => requests,
    close: async () => {},
  };
};
