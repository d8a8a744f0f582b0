/** Ledger heads: which answers name them, and what a device with a head of another history gets. */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { haveAnswerSchema, packThumbnails, thumbnailsAnswerSchema } from '#domain/protocol/photos.ts';
import { pullAnswerSchema } from '#domain/protocol/pull.ts';
import { pushAnswerSchema } from '#domain/protocol/push.ts';
import { PROTOCOL_VERSION, KNOWN_HEADS_HEADER } from '#domain/protocol/version.ts';
import { runBackupCommand } from '#server/backup/command.ts';
import { databaseUrlOf, isOnPostgres, makeDatabase } from '#tests/support/database/database.ts';
import {
  newId,
  readAnswer,
  signIn,
  takePhoto,
  type Device,
  type Written,
} from '#tests/support/clients/device.ts';
import { makeFolder, startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

const folders: string[] = [];
const newFolder = async () => {
  const folder = await makeFolder();
  folders.push(folder);
  return folder;
};
let server: TestServer;
let wang: Device;
beforeAll(async () => {
  server = await startTestServer({ dataDir: await newFolder() });
  wang = await signIn(server.url, 'wang');
});
afterAll(async () => {
  await server.end();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

const headers = (knownHeads: readonly string[]): Record<string, string> =>
  knownHeads.length > 0 ? { [KNOWN_HEADS_HEADER]: knownHeads.join() } : {};

/** A push with known heads, as a phone sends it. Returns the whole answer. */
const push = async (phone: Device, events: readonly Written[], knownHeads: readonly string[] = []) => {
  const body = {
    protocol: PROTOCOL_VERSION,
    unsent: events.length,
    events: events.map(({ text, signature }) => ({ text, signature })),
  };
  const init = { method: 'POST', headers: headers(knownHeads), body: JSON.stringify(body) };
  return readAnswer(pushAnswerSchema, await phone.request('/api/sync/push', init));
};
const pull = async (phone: Device, cursor: string, knownHeads: readonly string[]) =>
  readAnswer(
    pullAnswerSchema,
    await phone.request(`/api/sync/pull?cursor=${cursor}`, { headers: headers(knownHeads) }),
  );
const ask = async (phone: Device, hashes: readonly string[]) =>
  readAnswer(
    haveAnswerSchema,
    await phone.request('/api/photos/have', { method: 'POST', body: JSON.stringify({ hashes }) }),
  );
const seqOf = (head: string | undefined): number => Number(head!.split('.')[0]);

/** A note on an unknown case is held. A report of an unknown hazard kind is rejected. */
const heldEvent = (phone: Device) => phone.notes(newId(), '看过了');
const rejectedEvent = (phone: Device) => phone.reports({ hazard: 'XX99' as never });

test('[L8a] [L8b] an event of any verdict is a change of its region, sent again → no new change', async () => {
  const before = seqOf((await push(wang, [])).head);
  const held = await heldEvent(wang);
  const first = await push(wang, [held]);
  expect([first.verdicts[0]!.verdict, seqOf(first.head)]).toEqual(['held', before + 1]);
  const rejected = await push(wang, [await rejectedEvent(wang)]);
  expect([rejected.verdicts[0]!.verdict, seqOf(rejected.head)]).toEqual(['rejected', before + 2]);
  const unreadable = await push(wang, [{ ...held, ...(await wang.signs(`{"id":"${randomUUID()}"}`)) }]);
  expect([unreadable.verdicts[0]!.verdict, seqOf(unreadable.head)]).toEqual(['rejected', before + 3]);
  expect(await push(wang, [held])).toMatchObject({ head: unreadable.head, verdicts: [{ duplicate: true }] });
});

test('[L8a] [L8b] a photo is a change of its region, photo of a held event → thumbnail and photo each move the head', async () => {
  const photo = takePhoto();
  const { sha256 } = photo.manifest;
  const { head } = await push(wang, [
    await wang.writes('case.photoAdded', newId(), { text: '' }, { photos: [photo] }),
  ]);
  const body = new Uint8Array(packThumbnails([photo.thumbnail]));
  const thumbnails = await readAnswer(
    thumbnailsAnswerSchema,
    await wang.request('/api/photos/thumbnails', { method: 'POST', body }),
  );
  expect(seqOf(thumbnails.head)).toBe(seqOf(head) + 1);
  await wang.sendsPhoto(photo);
  const had = await ask(wang, [sha256]);
  expect(had.photos[0]!.receipt).not.toBeNull();
  expect(seqOf(had.head)).toBe(seqOf(head) + 2);
});

test('[L8f] known heads of this history change nothing, sent with a pull → no snapshot', async () => {
  const { cursor } = await wang.pullsAll();
  const one = (await push(wang, [await wang.reports()])).head!;
  const two = (await push(wang, [await heldEvent(wang)], [one])).head!;
  expect(seqOf(two)).toBe(seqOf(one) + 1);
  expect(await pull(wang, cursor, [one, two])).toMatchObject({ reset: false });
});

test('[L8f] [L8g] an unknown head resets the pull, foreign or malformed heads → snapshot, and no head in the answer', async () => {
  const { cursor } = await wang.pullsAll();
  const here = (await push(wang, [])).head!;
  const [seq, mark] = here.split('.');
  const foreign = [
    `${seq}.${mark!.replace(/^./, mark!.startsWith('A') ? 'B' : 'A')}`,
    '999999.abc',
    'x',
    ',',
  ];
  for (const head of [...foreign, Array(40).fill(here).join()]) {
    expect((await pull(wang, cursor, [here, head])).reset).toBe(true);
    expect((await push(wang, [], [here, head])).head).toBeUndefined();
  }
});

test('[L8h] a restored server is detected by a known head, the cursor is still valid → snapshot', async () => {
  const backup = join(await newFolder(), 'yesterday');
  const env = async (dataDir: string): Promise<NodeJS.ProcessEnv> => {
    const url = await databaseUrlOf(dataDir);
    return url === null ? {} : { DATABASE_URL: url };
  };
  const { cursor } = await wang.pullsAll();
  const args = ['--to', backup, '--data-dir', server.dataDir];
  await runBackupCommand('backup', args, await env(server.dataDir), () => {});
  const lost = await heldEvent(wang);
  const { head } = await push(wang, [lost]);

  const dataDir = join(await newFolder(), 'data');
  const databaseUrl = isOnPostgres() ? await makeDatabase('empty') : null;
  const restoreEnv = databaseUrl === null ? {} : { DATABASE_URL: databaseUrl };
  await runBackupCommand('restore', ['--from', backup, '--data-dir', dataDir], restoreEnv, () => {});
  const restored = await startTestServer({ dataDir, databaseUrl });
  const phone = wang.at(restored.url);
  // The restored server makes more changes than the lost one had, so a higher seq does not reveal it.
  for (let i = 0; i < 3; i++) await push(phone, [await phone.reports()]);
  expect((await pull(phone, cursor, [])).reset).toBe(false);
  expect((await pull(phone, cursor, [head!])).reset).toBe(true);
  const later = await push(phone, [await heldEvent(phone)], [head!]);
  expect(later.head).toBeUndefined();
  expect(await push(phone, [lost])).toMatchObject({ verdicts: [{ verdict: 'held', duplicate: false }] });
  await restored.end();
});

test('[L9a] a pull names own events with missing photos, held event → until all its photos arrive, and after a loss', async () => {
  const dataDir = await newFolder();
  const first = await startTestServer({ dataDir });
  const [phone, other] = [await signIn(first.url, 'wang'), await signIn(first.url, 'chen')];
  const photos = [takePhoto(), takePhoto()];
  const [held, reported] = [
    await phone.writes('case.photoAdded', newId(), { text: '' }, { photos: [photos[0]!] }),
    await phone.reports({ photos: [photos[1]!] }),
  ];
  await phone.pushes(held, reported);
  expect((await phone.pulls()).incomplete).toEqual([held.event.id]);
  expect((await other.pulls()).incomplete).toEqual([]);
  await phone.sendsThumbnails(photos);
  for (const photo of photos) await phone.sendsPhoto(photo);
  expect((await phone.pulls()).incomplete).toEqual([]);
  await first.close();
  const { sha256 } = photos[0]!.manifest;
  await rm(join(dataDir, 'photos', sha256.slice(0, 2), sha256));
  const second = await startTestServer({ dataDir, port: first.port });
  expect((await phone.pulls()).incomplete).toEqual([held.event.id]);
  await second.end();
});

test('[L9b] [D17d] a pull names a missing thumbnail, photo on the server → its event; photo not yet sent → not named', async () => {
  const dataDir = await newFolder();
  const first = await startTestServer({ dataDir });
  const phone = await signIn(first.url, 'wang');
  const photos = [takePhoto(), takePhoto()];
  const [uploaded, waiting] = [
    await phone.reports({ photos: [photos[0]!] }),
    await phone.reports({ photos: [photos[1]!] }),
  ];
  await phone.pushes(uploaded, waiting);
  await phone.sendsThumbnails(photos);
  await phone.sendsPhoto(photos[0]!);
  expect((await phone.pulls()).incomplete).toEqual([]);
  await first.close();
  for (const { manifest } of photos) {
    const { sha256 } = manifest.thumbnail;
    await rm(join(dataDir, 'photos', sha256.slice(0, 2), sha256));
  }
  const second = await startTestServer({ dataDir, port: first.port });
  expect((await phone.pulls()).incomplete).toEqual([uploaded.event.id]);
  await phone.sendsThumbnails(photos);
  expect((await phone.pulls()).incomplete).toEqual([]);
  await second.end();
});
