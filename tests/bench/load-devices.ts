/**
 * Devices that load a server: few sign-ins, many devices of one person, every event signed and every body packed
 * before the clock starts. What is measured is the server, so a request costs its sender as little as can be.
 */
import { randomBytes, randomUUID, webcrypto } from 'node:crypto';
import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { gzipSync } from 'node:zlib';
import { uuidV7 } from '#domain/ledger/uuid-v7.ts';
import { DEVICE_HEADER, PERSON_HEADER, PROTOCOL_VERSION } from '#domain/protocol/version.ts';
import { cookiesOf, plainReport, postSignIn } from '#tests/support/clients/device.ts';
import type { Person } from '#domain/people/person.ts';

const usernames = ['wang', 'zhao', 'qian', 'shen', 'feng', 'jiang', 'sun', 'yan'];

/** A report of a new case, as it travels. */
export const reportText = (person: Person, device: string, words: { description?: string } = {}): string => {
  const now = Date.now();
  return JSON.stringify({
    v: 1,
    id: uuidV7(now, randomBytes(10)),
    type: 'case.reported',
    subject: { kind: 'case', id: uuidV7(now, randomBytes(10)) },
    author: person.id,
    device,
    at: now,
    clockOffset: 0,
    photos: [],
    body: { ...plainReport, ...words },
  });
};

type Account = { readonly cookie: string; readonly person: Person };

export const signInAll = (url: string): Promise<readonly Account[]> =>
  Promise.all(
    usernames.map(async (username) => {
      const response = await postSignIn(url, username, 'xunge-demo');
      const { person } = (await response.json()) as { person: Person };
      return { cookie: cookiesOf(response), person };
    }),
  );

export type Answer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};

export type LoadDevice = {
  readonly id: string;
  readonly person: string;
  /** One connection, kept between requests. Rejects when it breaks. */
  request(method: 'GET' | 'POST', path: string, body?: Buffer): Promise<Answer>;
  /** A packed push of so many reports, each a case of its own. */
  packPush(events: number): Promise<Buffer>;
  leave(): void;
};

const openLine = (url: string, headers: Record<string, string>) => {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const send: LoadDevice['request'] = (method, path, body) =>
    new Promise((resolve, reject) => {
      const length = body ? { 'content-length': String(body.length), 'content-encoding': 'gzip' } : {};
      const outgoing = httpRequest(
        { agent, hostname, port, method, path, headers: { ...headers, ...length } },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () =>
            resolve({
              status: incoming.statusCode ?? 0,
              headers: incoming.headers,
              body: Buffer.concat(chunks),
            }),
          );
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  return { send, leave: () => agent.destroy() };
};

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;

export const enrolLoadDevice = async (url: string, { cookie, person }: Account): Promise<LoadDevice> => {
  const id = randomUUID();
  const key = await webcrypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
  const { kty, crv, x, y } = await webcrypto.subtle.exportKey('jwk', key.publicKey);
  const { send, leave } = openLine(url, { cookie, [PERSON_HEADER]: person.id, [DEVICE_HEADER]: id });
  const publicKey = { kty, crv, x, y };
  const enrolled = await send(
    'POST',
    '/api/devices',
    gzipSync(JSON.stringify({ id, label: 'load', publicKey })),
  );
  if (enrolled.status !== 200) throw new Error(`device not enrolled: ${enrolled.status}`);
  // It comes back later, on a connection of its own.
  leave();

  const report = async () => {
    const text = reportText(person, id, { description: '楼道里飞线充电'.repeat(20) });
    const signature = await webcrypto.subtle.sign(
      { name: 'ECDSA', hash: 'SHA-256' },
      key.privateKey,
      Buffer.from(text),
    );
    return { text, signature: Buffer.from(signature).toString('base64url') };
  };

  return {
    id,
    person: person.id,
    request: send,
    packPush: async (count) => {
      const events = await Promise.all(Array.from({ length: count }, report));
      return gzipSync(JSON.stringify({ protocol: PROTOCOL_VERSION, unsent: count, events }), { level: 1 });
    },
    leave,
  };
};
