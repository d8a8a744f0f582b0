/**
 * The start of every world: the demo community, with people signed in on their devices over HTTP. It is made once, and
 * each world copies it. Its ids are the same in every run, or a seed would give another world in each.
 */
import crypto, { createHash, type JsonWebKey } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { deviceKey, enrolDevice, openSession, type Session } from '#demo/device-client.ts';
import { seededRandom } from '#tests/support/data/seeded-random.ts';
import { startTestServer } from '#tests/support/servers/test-server.ts';
import { DatabaseSync } from '@photostructure/sqlite';
import { worldFolder } from '#tests/simulation/actors/sim-server.ts';
import type { Person } from '#domain/people/person.ts';

/** An enrolled device with its key, and several sessions: signing out uses one up. */
export type Enrolled = {
  readonly person: Person;
  readonly device: string;
  readonly privateKey: JsonWebKey;
  readonly cookies: readonly string[];
};

export type Template = {
  readonly folder: string;
  readonly database: string;
  readonly devices: readonly Enrolled[];
};

/** Two of them are the same person, on two phones. */
const people = ['wang', 'zhao', 'chen', 'lin', 'sun', 'wang', 'qian', 'zhou'];
const SIGN_INS = 3;

const digest = (name: string): Buffer => createHash('sha256').update(name).digest();

const idFor = (name: string): string => {
  const hex = digest(name).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** Takes all randomness of this process from a seed while `work` runs. */
const withSeededRandom = async <T>(work: () => Promise<T>): Promise<T> => {
  const random = seededRandom(1);
  const fill = <Bytes extends NodeJS.ArrayBufferView>(into: Bytes): Bytes => {
    new Uint8Array(into.buffer, into.byteOffset, into.byteLength).forEach((_, i, all) => {
      all[i] = Math.floor(random() * 256);
    });
    return into;
  };
  const real = { randomBytes: crypto.randomBytes, randomUUID: crypto.randomUUID };
  const { getRandomValues } = globalThis.crypto;
  Object.assign(crypto, {
    randomBytes: (size: number) => fill(Buffer.alloc(size)),
    randomUUID: () => idFor(String(random())),
  });
  Object.assign(globalThis.crypto, { getRandomValues: fill });
  syncBuiltinESMExports();
  try {
    return await work();
  } finally {
    Object.assign(crypto, real);
    Object.assign(globalThis.crypto, { getRandomValues });
    syncBuiltinESMExports();
  }
};

export const makeTemplate = (): Promise<Template> => withSeededRandom(makeOne);

const makeOne = async (): Promise<Template> => {
  const server = await startTestServer({ databaseUrl: null, isFirstStart: true });
  const devices: Enrolled[] = [];
  for (const [at, username] of people.entries()) {
    const sessions: Session[] = [];
    for (let i = 0; i < SIGN_INS; i++) sessions.push(await openSession(server.url, username, 'xunge-demo'));
    const { publicKey, privateKey } = deviceKey(digest(`key ${at}`));
    const device = idFor(`device ${at}`);
    await enrolDevice(sessions[0]!, { id: device, label: 'phone', publicKey });
    const cookies = sessions.map(({ cookie }) => cookie);
    devices.push({ person: sessions[0]!.person, device, privateKey, cookies });
  }
  await server.close();
  const folder = worldFolder();
  const database = join(folder, 'template.sqlite');
  const made = new DatabaseSync(join(server.dataDir, 'grid-patrol.sqlite'));
  // Few places: a phone of a world does not need to store all of the community.
  made.exec(
    "delete from reference where kind = 'place' and seq > (select min(seq) + 4 from reference where kind = 'place')",
  );
  made.exec(`vacuum into '${database}'`);
  made.close();
  await server.end().catch(() => undefined);
  return { folder, database, devices };
};
