/** Backups through their commands, of the database this run is about; on PostgreSQL also from one kind to the other. */
import { appendFile, cp, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runBackupCommand } from '#server/backup/command.ts';
import { backedUp } from '#server/backup/backup-format.ts';
import { openAuth } from '#server/auth/auth.ts';
import { openStore } from '#server/store/store.ts';
import { databaseOf, isOnPostgres, makeDatabase } from '#tests/support/database/database.ts';
import {
  sha256Of,
  signIn,
  takePhoto,
  type Device,
  type Photo,
  type Written,
} from '#tests/support/clients/device.ts';
import { storedPhotos } from '#tests/support/servers/stored-photos.ts';
import { makeFolder, startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

/** A data folder and its database, whichever it is. */
type Home = { readonly dataDir: string; readonly databaseUrl: string | null };

const envOf = ({ databaseUrl }: Home) => (databaseUrl === null ? {} : { DATABASE_URL: databaseUrl });
const told: string[] = [];
const tell = (line: string) => void told.push(line);
const backUp = (home: Home, to: string) =>
  runBackupCommand('backup', ['--to', to, '--data-dir', home.dataDir], envOf(home), tell);
const restore = (home: Home, from: string) =>
  runBackupCommand('restore', ['--from', from, '--data-dir', home.dataDir], envOf(home), tell);

let folder: string;
let server: TestServer;
let home: Home;
let wang: Device;
let photo: Photo;
let report: Written;
let backup: string;
let count = 0;

const newHome = async (kind: 'sqlite' | 'postgres'): Promise<Home> => ({
  dataDir: join(folder, `home-${count++}`),
  databaseUrl: kind === 'sqlite' ? null : await makeDatabase('empty'),
});
const ownKind = () => (isOnPostgres() ? 'postgres' : 'sqlite');

/** More than are read or written at once. */
const writeManyRows = async () => {
  const store = await openStore(home.databaseUrl ?? join(home.dataDir, 'grid-patrol.sqlite'));
  const letter = {
    device: 'many',
    person: wang.person.id,
    signed: '{}',
    reason: 'x',
    received_at: 1,
    region: wang.person.region,
  };
  const letters = Array.from({ length: 1234 }, (_, at) => ({ ...letter, hash: `hash ${at}` }));
  await store.write.insertInto('dead_letters').values(letters).execute();
  await store.close();
};

beforeAll(async () => {
  folder = await makeFolder();
  const first = await newHome(ownKind());
  home = isOnPostgres() ? { ...first, databaseUrl: await makeDatabase() } : first;
  server = await startTestServer(home);
  wang = await signIn(server.url, 'wang');
  photo = takePhoto();
  report = await wang.reports({ photos: [photo], description: '二楼 é 😀 \u2028' });
  await wang.push(report);
  await wang.push(await wang.signs('{"not":"an event"}'));
  await wang.sendsThumbnails([photo]);
  await wang.sendsPhoto(photo);
  await writeManyRows();
  backup = join(folder, 'backup');
  await backUp(home, backup);
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const kinds = isOnPostgres() ? (['postgres', 'sqlite'] as const) : (['sqlite'] as const);

test.each(kinds)('[S8b] [S8c] restored into %s, phones go on as if nothing had been', async (kind) => {
  const before = {
    verdict: await wang.push(report),
    photo: await wang.asksFor([photo.manifest.sha256]),
    page: await wang.pullsAll(),
  };
  const target = await newHome(kind);
  await restore(target, backup);
  const again = await startTestServer(target);
  const back = wang.at(again.url);
  expect(await back.push(report)).toEqual(before.verdict);
  expect(await back.asksFor([photo.manifest.sha256])).toEqual(before.photo);
  expect(await back.pulls(before.page.cursor)).toMatchObject({ reset: false, subjects: [] });
  expect((await back.pullsAll()).subjects).toEqual(before.page.subjects);
  expect((await back.request('/api/session')).status).toBe(200);
  const seen = await back.request(`/api/photos/${photo.manifest.sha256}`);
  expect(sha256Of(new Uint8Array(await seen.arrayBuffer()))).toBe(photo.manifest.sha256);
  expect((await signIn(again.url, 'chen')).person.role).toBe('reviewer');
  // And back into the kind it came from: the same rows.
  const second = join(folder, `second-${kind}`);
  const third = await newHome(ownKind());
  await backUp(target, second);
  await restore(third, second);
  const settings = async ({ dataDir, databaseUrl }: Home) => {
    const store = await openStore(databaseUrl ?? join(dataDir, 'grid-patrol.sqlite'));
    const rows = [
      await store.read.selectFrom('settings').selectAll().orderBy('name').execute(),
      await store.read.selectFrom('events').selectAll().orderBy('id').execute(),
      await store.read.selectFrom('dead_letters').selectAll().orderBy('hash').execute(),
    ];
    await store.close();
    return rows;
  };
  expect(await settings(third)).toEqual(await settings(home));
  await again.close();
});

test('[S8e] a backup of a server that named no region in its letters, and kept none of rejected events, has them restored', async () => {
  const older = await newHome(ownKind());
  await restore(older, backup);
  const then = await startTestServer(older);
  const rejected = await wang.reports({ hazard: 'ZZ99' });
  await wang.at(then.url).push(rejected);
  await then.close();
  const letters = async ({ dataDir, databaseUrl }: Home, change: 'forget' | 'keep') => {
    const store = await openStore(databaseUrl ?? join(dataDir, 'grid-patrol.sqlite'));
    const rows = await store.read
      .selectFrom('dead_letters')
      .select(['hash', 'region', 'event_id', 'signed', 'reason', 'person'])
      .where('device', '=', wang.id)
      .orderBy('hash')
      .execute();
    if (change === 'forget') {
      await store.write.deleteFrom('dead_letters').where('hash', '=', rejected.hash).execute();
      await store.write.updateTable('dead_letters').set({ region: '' }).execute();
    }
    await store.close();
    return rows.map((row) => ({ ...row, signed: JSON.parse(row.signed) as unknown }));
  };
  const before = await letters(older, 'forget');
  expect(before.find(({ hash }) => hash === rejected.hash)?.region).toBe(wang.person.region);
  const to = join(folder, 'older');
  await backUp(older, to);
  const restored = await newHome(ownKind());
  await restore(restored, to);
  expect(await letters(restored, 'keep')).toEqual(before);
});

test('[S8a] under load nothing is lost that was answered before it began', async () => {
  const load = { isOn: true };
  const answered: { report: Written; photo: Photo }[] = [];
  let isEnough = () => {};
  const enough = new Promise<void>((resolve) => {
    isEnough = resolve;
  });
  const writers = Array.from({ length: 4 }, async () => {
    while (load.isOn) {
      const own = takePhoto(20_000);
      const written = await wang.reports({ photos: [own] });
      expect(await wang.push(written)).toMatchObject({ verdict: 'applied' });
      expect((await wang.sendsPhoto(own)).status).toBe(201);
      answered.push({ report: written, photo: own });
      if (answered.length >= 20) isEnough();
    }
  });
  await Promise.race([enough, Promise.all(writers)]);
  const promised = [...answered];
  const to = join(folder, 'under-load');
  await backUp(home, to);
  load.isOn = false;
  await Promise.all(writers);
  expect(answered.length).toBeGreaterThan(promised.length);
  const target = await newHome(ownKind());
  await restore(target, to);
  const store = await openStore(target.databaseUrl ?? join(target.dataDir, 'grid-patrol.sqlite'));
  const { seq } = await store.read.selectFrom('regions').select('seq').executeTakeFirstOrThrow();
  for (const table of ['changes', 'subjects'] as const) {
    const last = await store.read
      .selectFrom(table)
      .select((eb) => eb.fn.max('seq').as('seq'))
      .executeTakeFirst();
    expect(last).toEqual({ seq });
  }
  await store.close();
  const again = await startTestServer(target);
  const back = wang.at(again.url);
  const held = new Set((await back.pullsAll()).subjects.map((row) => row.subject.id));
  expect(promised.filter((it) => !held.has(it.report.caseId))).toEqual([]);
  const states = await back.asksFor(promised.map((it) => it.photo.manifest.sha256));
  expect(states.filter(({ state }) => state !== 'complete')).toEqual([]);
  const files = await storedPhotos(target.dataDir);
  expect(promised.filter((it) => !files.has(it.photo.manifest.sha256))).toEqual([]);
  await again.close();
});

/** A copy of the backup, spoilt. */
const spoilt = async (spoil: (folder: string) => Promise<void>): Promise<string> => {
  const copy = join(folder, `spoilt-${count++}`);
  await cp(backup, copy, { recursive: true });
  await spoil(copy);
  return copy;
};
const photoFile = (at: string) =>
  join(at, 'photos', photo.manifest.sha256.slice(0, 2), photo.manifest.sha256);
const editManifest = (changes: object) => async (at: string) => {
  const path = join(at, 'backup.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as object;
  await writeFile(path, JSON.stringify({ ...manifest, ...changes }));
};

test.each([
  ['unfinished', (at: string) => rm(join(at, 'backup.json')), 'was not finished'],
  ['with rows cut off', (at: string) => truncate(join(at, 'rows.ndjson.gz'), 500), 'cut or changed'],
  ['with rows changed', (at: string) => appendFile(join(at, 'rows.ndjson.gz'), 'x'), 'cut or changed'],
  ['without rows', (at: string) => rm(join(at, 'rows.ndjson.gz')), 'is missing'],
  ['with a photo lost', (at: string) => rm(photoFile(at)), 'is missing or damaged'],
  ['with a photo changed', (at: string) => appendFile(photoFile(at), 'x'), 'is missing or damaged'],
  ['with half a manifest', (at: string) => truncate(join(at, 'backup.json'), 40), 'backup.json is damaged'],
  ['of another form', editManifest({ format: 2 }), 'of another version'],
  ['of a newer version', editManifest({ migrations: ['0001-ledger', '9999-later'] }), 'newer version'],
  ['that counts other rows', editManifest({ rows: { events: 1e6 } }), 'rows of'],
])('[S8d] a backup %s is refused, and restores nothing', async (_, spoil, reason) => {
  const from = await spoilt(spoil);
  const target = await newHome(ownKind());
  await expect(restore(target, from)).rejects.toThrow(reason);
  await expect(restore(target, from)).rejects.toMatchObject({ name: 'StartError' });
  expect((await storedPhotos(target.dataDir)).size).toBe(0);
  const store = await openStore(target.databaseUrl ?? join(target.dataDir, 'grid-patrol.sqlite'));
  expect(await store.read.selectFrom('settings').selectAll().execute()).toEqual([]);
  await store.close();
});

test('[S8d] a restore that fails among the rows leaves neither rows nor photos', async () => {
  const target = await newHome(ownKind());
  const store = await openStore(
    target.databaseUrl ?? (await mkdir(target.dataDir), join(target.dataDir, 'grid-patrol.sqlite')),
  );
  await store.write.schema.dropTable('claims').execute();
  await store.write.schema.createTable('claims').addColumn('other', 'text').execute();
  await expect(restore(target, backup)).rejects.toThrow('The restore failed');
  expect((await storedPhotos(target.dataDir)).size).toBe(0);
  expect(await store.read.selectFrom('settings').selectAll().execute()).toEqual([]);
  await store.close();
});

test('what is not empty is not restored into, nor backed up into', async () => {
  const target = await newHome(ownKind());
  await restore(target, backup);
  await expect(restore(target, backup)).rejects.toThrow('There are photos');
  await rm(join(target.dataDir, 'photos'), { recursive: true });
  await expect(restore(target, backup)).rejects.toThrow('is not empty');
  await expect(backUp(home, backup)).rejects.toThrow('is not empty');
  const nowhere = { dataDir: join(folder, 'nowhere'), databaseUrl: null };
  await expect(backUp(nowhere, join(folder, 'unused'))).rejects.toThrow('There is no Grid Patrol database');
  expect(await readdir(folder)).not.toContain('nowhere');
});

test('a folder that a server uses is not restored into', async () => {
  await expect(restore(home, backup)).rejects.toThrow('is in use by another Grid Patrol server');
});

test('a photo that the server lost does not stop the backup: it is named, and phones send it again', async () => {
  const lost = takePhoto();
  await wang.push(await wang.reports({ photos: [lost] }));
  await wang.sendsPhoto(lost);
  const { sha256 } = lost.manifest;
  await rm(join(home.dataDir, 'photos', sha256.slice(0, 2), sha256));
  const to = join(folder, 'with-a-loss');
  await backUp(home, to);
  expect(told.at(-2)).toContain(sha256);
  const target = await newHome(ownKind());
  await restore(target, to);
  const again = await startTestServer(target);
  expect(await wang.at(again.url).asksFor([sha256])).toMatchObject([{ state: 'unknown' }]);
  expect((await wang.at(again.url).sendsPhoto(lost)).status).toBe(201);
  await again.close();
});

test('every table is backed up', async () => {
  const own = await makeFolder();
  const store = await openStore(await databaseOf(own));
  await openAuth(store, 'a secret for this test only, long enough', null);
  const tables = (await store.read.introspection.getTables()).map((table) => table.name);
  expect(backedUp.map(([table]) => table).sort()).toEqual(tables.sort());
  await store.close();
  await rm(own, { recursive: true });
});
