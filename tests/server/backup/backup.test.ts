/** Backups by the commands, on the database of this run. On PostgreSQL also from one kind of database to the other. */
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

/** A data folder and its database, of either kind. */
type Home = { readonly dataDir: string; readonly databaseUrl: string | null };

const envOf = ({ databaseUrl }: Home) => (databaseUrl === null ? {} : { DATABASE_URL: databaseUrl });
const printed: string[] = [];
const print = (line: string) => void printed.push(line);
const backUp = (home: Home, to: string) =>
  runBackupCommand('backup', ['--to', to, '--data-dir', home.dataDir], envOf(home), print);
const restore = (home: Home, from: string) =>
  runBackupCommand('restore', ['--from', from, '--data-dir', home.dataDir], envOf(home), print);

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

/** More rows than one page or one insert. */
const writeManyRows = async () => {
  const store = await openStore(home.databaseUrl ?? join(home.dataDir, 'grid-patrol.sqlite'));
  const deadLetter = {
    device: 'many',
    person: wang.person.id,
    signed: '{}',
    reason: 'x',
    received_at: 1,
    region: wang.person.region,
  };
  const deadLetters = Array.from({ length: 1234 }, (_, i) => ({ ...deadLetter, hash: `hash ${i}` }));
  await store.write.insertInto('dead_letters').values(deadLetters).execute();
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

test.each(kinds)(
  '[S8b] [S8c] a backup restores everything, into %s → phones get the same verdicts, receipts and subjects',
  async (kind) => {
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
    const viewed = await back.request(`/api/photos/${photo.manifest.sha256}`);
    expect(sha256Of(new Uint8Array(await viewed.arrayBuffer()))).toBe(photo.manifest.sha256);
    expect((await signIn(again.url, 'chen')).person.role).toBe('reviewer');
    // A second backup, restored into the first kind of database, has the same rows.
    const second = join(folder, `second-${kind}`);
    const third = await newHome(ownKind());
    await backUp(target, second);
    await restore(third, second);
    const rowsOf = async ({ dataDir, databaseUrl }: Home) => {
      const store = await openStore(databaseUrl ?? join(dataDir, 'grid-patrol.sqlite'));
      const rows = [
        await store.read.selectFrom('settings').selectAll().orderBy('name').execute(),
        await store.read.selectFrom('events').selectAll().orderBy('id').execute(),
        await store.read.selectFrom('dead_letters').selectAll().orderBy('hash').execute(),
      ];
      await store.close();
      return rows;
    };
    expect(await rowsOf(third)).toEqual(await rowsOf(home));
    await again.close();
  },
);

test('[S8e] a backup of an older server has incomplete dead letters → the restore adds regions and rejected events', async () => {
  const older = await newHome(ownKind());
  await restore(older, backup);
  const olderServer = await startTestServer(older);
  const rejected = await wang.reports({ hazard: 'ZZ99' });
  await wang.at(olderServer.url).push(rejected);
  await olderServer.close();
  const deadLettersOf = async ({ dataDir, databaseUrl }: Home, change: 'forget' | 'keep') => {
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
  const before = await deadLettersOf(older, 'forget');
  expect(before.find(({ hash }) => hash === rejected.hash)?.region).toBe(wang.person.region);
  const to = join(folder, 'older');
  await backUp(older, to);
  const restored = await newHome(ownKind());
  await restore(restored, to);
  expect(await deadLettersOf(restored, 'keep')).toEqual(before);
});

test('[S8a] a backup has everything answered before it began, made under load → no report or photo is missing', async () => {
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
  const pulled = new Set((await back.pullsAll()).subjects.map((row) => row.subject.id));
  expect(promised.filter(({ report }) => !pulled.has(report.caseId))).toEqual([]);
  const states = await back.asksFor(promised.map(({ photo }) => photo.manifest.sha256));
  expect(states.filter(({ state }) => state !== 'complete')).toEqual([]);
  const files = await storedPhotos(target.dataDir);
  expect(promised.filter(({ photo }) => !files.has(photo.manifest.sha256))).toEqual([]);
  await again.close();
});

/** A damaged copy of the backup. */
const damagedCopy = async (damage: (folder: string) => Promise<void>): Promise<string> => {
  const copy = join(folder, `damaged-${count++}`);
  await cp(backup, copy, { recursive: true });
  await damage(copy);
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
  ['is incomplete', (at: string) => rm(join(at, 'backup.json')), 'so it is incomplete'],
  ['has a cut file of rows', (at: string) => truncate(join(at, 'rows.ndjson.gz'), 500), 'cut or changed'],
  [
    'has a changed file of rows',
    (at: string) => appendFile(join(at, 'rows.ndjson.gz'), 'x'),
    'cut or changed',
  ],
  ['has no file of rows', (at: string) => rm(join(at, 'rows.ndjson.gz')), 'is missing'],
  ['lacks a photo', (at: string) => rm(photoFile(at)), 'is missing or damaged'],
  ['has a changed photo', (at: string) => appendFile(photoFile(at), 'x'), 'is missing or damaged'],
  ['has a cut manifest', (at: string) => truncate(join(at, 'backup.json'), 40), 'backup.json is damaged'],
  ['has another format', editManifest({ format: 2 }), 'belongs to another version'],
  [
    'comes from a newer version',
    editManifest({ migrations: ['0001-ledger', '9999-later'] }),
    'newer version',
  ],
  ['has a wrong number of rows', editManifest({ rows: { events: 1e6 } }), 'rows of'],
])('[S8d] a damaged backup restores nothing, it %s → one line with the reason', async (_, damage, reason) => {
  const from = await damagedCopy(damage);
  const target = await newHome(ownKind());
  await expect(restore(target, from)).rejects.toThrow(reason);
  await expect(restore(target, from)).rejects.toMatchObject({ name: 'StartError' });
  expect((await storedPhotos(target.dataDir)).size).toBe(0);
  const store = await openStore(target.databaseUrl ?? join(target.dataDir, 'grid-patrol.sqlite'));
  expect(await store.read.selectFrom('settings').selectAll().execute()).toEqual([]);
  await store.close();
});

test('[S8d] a restore writes everything or nothing, an insert fails → no rows and no photos', async () => {
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

test('a restore and a backup need an empty target, target has data → one line with the reason', async () => {
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

test('a restore needs the lock of the data folder, a server runs → one line with the reason', async () => {
  await expect(restore(home, backup)).rejects.toThrow('is in use by another Grid Patrol server');
});

test('a missing photo does not stop a backup, restored → the backup names it, and phones send it again', async () => {
  const lost = takePhoto();
  await wang.push(await wang.reports({ photos: [lost] }));
  await wang.sendsPhoto(lost);
  const { sha256 } = lost.manifest;
  await rm(join(home.dataDir, 'photos', sha256.slice(0, 2), sha256));
  const to = join(folder, 'with-a-loss');
  await backUp(home, to);
  expect(printed.at(-2)).toContain(sha256);
  const target = await newHome(ownKind());
  await restore(target, to);
  const again = await startTestServer(target);
  expect(await wang.at(again.url).asksFor([sha256])).toMatchObject([{ state: 'unknown' }]);
  expect((await wang.at(again.url).sendsPhoto(lost)).status).toBe(201);
  await again.close();
});

test('a backup has every table, compared with the tables of the database → equal', async () => {
  const own = await makeFolder();
  const store = await openStore(await databaseOf(own));
  await openAuth(store, 'a secret for this test only, long enough', null);
  const tables = (await store.read.introspection.getTables()).map((table) => table.name);
  expect(backedUp.map(([table]) => table).sort()).toEqual(tables.sort());
  await store.close();
  await rm(own, { recursive: true });
});
