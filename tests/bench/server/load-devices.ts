/**
 * Devices that load a server: few sign-ins, many devices of each person, every event signed and every body packed before
 * the measurement. A request costs the client as little as possible, since the server is measured.
 */
import { randomUUID } from 'node:crypto';
import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import {
  deviceHeaders,
  deviceKey,
  enrolDevice,
  openSession,
  pushBody,
  type Session,
} from '#demo/device-client.ts';
import { anEvent } from '#tests/support/data/a-case.ts';
import { newId, plainReport } from '#tests/support/clients/device.ts';
import type { Person } from '#domain/people/person.ts';

const usernames = ['wang', 'zhao', 'qian', 'shen', 'feng', 'jiang', 'sun', 'yan'];

/** The text of a report of a new case. */
export const reportText = (person: Person, device: string, fields: { description?: string } = {}): string => {
  const now = Date.now();
  return JSON.stringify(
    anEvent({
      type: 'case.reported',
      id: newId(now),
      subject: { kind: 'case', id: newId(now) },
      author: person.id,
      device,
      at: now,
      clockOffset: 0,
      body: { ...plainReport, ...fields },
    }),
  );
};

export const signInAll = (url: string): Promise<readonly Session[]> =>
  Promise.all(usernames.map((username) => openSession(url, username, 'xunge-demo')));

export type Answer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};

export type LoadDevice = {
  readonly id: string;
  readonly person: string;
  /** Uses one kept connection. Rejects when it breaks. */
  request(method: 'GET' | 'POST', path: string, body?: Buffer): Promise<Answer>;
  /** A packed push of `events` reports of new cases. */
  packPush(events: number): Promise<Buffer>;
  /** Closes the connection. */
  leave(): void;
};

const openConnection = (url: string, headers: Record<string, string>) => {
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

export const enrolLoadDevice = async (session: Session): Promise<LoadDevice> => {
  const id = randomUUID();
  const { person } = session;
  const { publicKey, sign } = deviceKey();
  await enrolDevice(session, { id, label: 'load', publicKey });
  const { send, leave } = openConnection(session.url, deviceHeaders(session, id));
  const report = () => sign(reportText(person, id, { description: '楼道里飞线充电'.repeat(20) }));
  return {
    id,
    person: person.id,
    request: send,
    packPush: async (count) => pushBody(Array.from({ length: count }, report), 1),
    leave,
  };
};
