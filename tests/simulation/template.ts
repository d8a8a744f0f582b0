/**
 * What every world begins with: the demo community, its people signed in on their devices, through the server's own
 * doors. Made once; a world copies it.
 */
import { randomUUID, webcrypto } from 'node:crypto';
import { join } from 'node:path';
import type { Person } from '#domain/protocol/session.ts';
import { startTestServer } from '#tests/support/test-server.ts';
import { postSignIn } from '#tests/support/device.ts';
import { DatabaseSync } from '@photostructure/sqlite';
import { worldFolder } from './sim-server.ts';

/** A device with the key it made, and sign-ins it may use up. */
export type Enrolled = {
  readonly person: Person;
  readonly device: string;
  readonly privateKey: webcrypto.JsonWebKey;
  readonly cookies: readonly string[];
};

export type Template = {
  readonly folder: string;
  readonly database: string;
  readonly devices: readonly Enrolled[];
};

/** Two of them are one person's, on two phones. */
const people = ['wang', 'zhao', 'chen', 'lin', 'sun', 'wang', 'qian', 'zhou'];
const SIGN_INS = 3;

const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

export const makeTemplate = async (): Promise<Template> => {
  const server = await startTestServer({ databaseUrl: null });
  const devices: Enrolled[] = [];
  for (const username of people) {
    const signIns = [];
    for (let i = 0; i < SIGN_INS; i++) signIns.push(await postSignIn(server.url, username, 'xunge-demo'));
    const { person } = (await signIns[0]!.clone().json()) as { person: Person };
    const cookies = signIns.map(cookieOf);
    const key = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'sign',
      'verify',
    ]);
    const device = randomUUID();
    const { kty, crv, x, y } = await webcrypto.subtle.exportKey('jwk', key.publicKey);
    const enrolled = await fetch(`${server.url}/api/devices`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: cookies[0]! },
      body: JSON.stringify({ id: device, label: 'phone', publicKey: { kty, crv, x, y } }),
    });
    if (!enrolled.ok) throw new Error(`not enrolled: ${enrolled.status}`);
    devices.push({
      person,
      device,
      privateKey: await webcrypto.subtle.exportKey('jwk', key.privateKey),
      cookies,
    });
  }
  await server.close();
  const folder = worldFolder();
  const database = join(folder, 'template.sqlite');
  const made = new DatabaseSync(join(server.dataDir, 'grid-patrol.sqlite'));
  // A phone of a world need not store every place of the community.
  made.exec(
    "delete from reference where kind = 'place' and seq > (select min(seq) + 4 from reference where kind = 'place')",
  );
  made.exec(`vacuum into '${database}'`);
  made.close();
  await server.end().catch(() => undefined);
  return { folder, database, devices };
};
