/** Two servers on one PostgreSQL and one photo folder, as behind a load balancer. */
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OFFSET_HEADER } from '#domain/protocol/photos.ts';
import { demoPeople } from '#demo/community.ts';
import type { RunningServer } from '#server/server.ts';
import { StartError } from '#server/store/start-error.ts';
import { beginUpload } from '#tests/support/link/cut-upload.ts';
import { isOnPostgres, makeDatabase } from '#tests/support/database/database.ts';
import { postSignIn, sha256Of, signIn, takePhoto, type Device } from '#tests/support/clients/device.ts';
import { storedPhotos } from '#tests/support/servers/stored-photos.ts';
import { makeFolder, startTestServer } from '#tests/support/servers/test-server.ts';

describe.runIf(isOnPostgres())('two servers', () => {
  let dataDir: string;
  let databaseUrl: string;
  let a: RunningServer;
  let b: RunningServer;
  let wang: Device;
  let wangAtB: Device;
  let chenAtB: Device;
  beforeAll(async () => {
    dataDir = await makeFolder();
    databaseUrl = await makeDatabase('empty');
    // Both start at the same time, on a database without tables.
    [a, b] = await Promise.all([
      startTestServer({ dataDir, databaseUrl }),
      startTestServer({ dataDir, databaseUrl }),
    ]);
    wang = await signIn(a.url, 'wang');
    wangAtB = wang.at(b.url);
    chenAtB = await signIn(b.url, 'chen');
  });
  afterAll(async () => {
    await a.close();
    await b.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  test('[S6a] start together on an empty database → one community', async () => {
    const page = await chenAtB.pullsAll();
    const people = page.reference.filter((row) => row.kind === 'person');
    expect(people).toHaveLength(demoPeople.length);
    expect(new Set(page.reference.map((row) => `${row.kind} ${row.id}`)).size).toBe(page.reference.length);
  });

  test('[S6a] share reports, pushed to one → pulled from the other, duplicate there', async () => {
    const report = await wang.reports();
    const verdict = await wang.push(report);
    const page = await chenAtB.pullsAll();
    expect(page.subjects.map((row) => row.subject.id)).toContain(report.caseId);
    expect(await wangAtB.push(report)).toEqual({ ...verdict, duplicate: true });
  });

  test('[S6a] share photos, sent to one → shown by the other, with the same receipt', async () => {
    const photo = takePhoto();
    await wang.push(await wang.reports({ photos: [photo] }));
    expect((await wang.sendsPhoto(photo)).status).toBe(201);
    const viewed = await chenAtB.request(`/api/photos/${photo.manifest.sha256}`);
    expect(sha256Of(new Uint8Array(await viewed.arrayBuffer()))).toBe(photo.manifest.sha256);
    const [here, there] = [
      await wang.asksFor([photo.manifest.sha256]),
      await wangAtB.asksFor([photo.manifest.sha256]),
    ];
    expect(there).toEqual(here);
  });

  test('[S6b] share partial files, upload started at one → continued at the other', async () => {
    const photo = takePhoto(200_000);
    await wang.push(await wang.reports({ photos: [photo] }));
    expect((await wang.resumesPhoto(photo, 0, 90_000)).status).toBe(204);
    expect(await wangAtB.offsetOf(photo)).toBe(90_000);
    const part = await wangAtB.resumesPhoto(photo, 90_000, 150_000);
    expect([part.status, part.headers.get(OFFSET_HEADER)]).toEqual([204, '150000']);
    expect((await wang.resumesPhoto(photo, 150_000)).status).toBe(201);
    expect((await storedPhotos(dataDir)).get(photo.manifest.sha256)).toBe(1);
  });

  test('[H13b] [H13c] [S6b] a newer upload wins, the older hangs at the other server → its later bytes are lost', async () => {
    const photo = takePhoto(400_000);
    await wang.push(await wang.reports({ photos: [photo] }));
    const hanging = await beginUpload(wang, photo, 150_000);
    const { sha256 } = photo.manifest;
    for (;;) if ((await wangAtB.asksFor([sha256]))[0]!.offset === 150_000) break;
    const offset = (await wangAtB.offsetOf(photo)) ?? 0;
    expect(offset).toBe(150_000);
    // The older connection sends other bytes, before and after the newer one has finished.
    hanging.write(Buffer.alloc(60_000));
    expect((await wangAtB.resumesPhoto(photo, offset)).status).toBe(201);
    hanging.write(Buffer.alloc(60_000));
    hanging.destroy();
    const viewed = await chenAtB.request(`/api/photos/${sha256}`);
    expect(sha256Of(new Uint8Array(await viewed.arrayBuffer()))).toBe(photo.manifest.sha256);
    expect((await storedPhotos(dataDir)).get(sha256)).toBe(1);
  });

  test('[S6b] a start deletes no running upload, third server starts → the upload completes', async () => {
    const photo = takePhoto(100_000);
    await wang.push(await wang.reports({ photos: [photo] }));
    const hanging = await beginUpload(wang, photo, 50_000);
    for (;;) if ((await wang.asksFor([photo.manifest.sha256]))[0]!.offset === 50_000) break;
    await (await startTestServer({ dataDir, databaseUrl })).close();
    hanging.write(photo.bytes.subarray(50_000));
    for (;;) if ((await wang.asksFor([photo.manifest.sha256]))[0]!.state === 'complete') break;
    hanging.destroy();
  });

  test('[S1c] a folder has one kind of server, embedded and PostgreSQL on one folder → refused', async () => {
    const embedded = { dataDir, databaseUrl: null };
    await expect(startTestServer(embedded)).rejects.toThrow(StartError);
    const own = await makeFolder();
    const alone = await startTestServer({ dataDir: own, databaseUrl: null });
    await expect(startTestServer({ dataDir: own, databaseUrl })).rejects.toThrow(/in use by another/);
    await alone.close();
    // The folder is free now, but the photos of this database are in the other folder.
    await expect(startTestServer({ dataDir: own, databaseUrl })).rejects.toThrow(/has none/);
    await rm(own, { recursive: true });
  });

  test('[S5] the first admin is created once, same code at both servers → one 201, one 404', async () => {
    const empty = { databaseUrl: await makeDatabase(), isDemoWanted: false };
    const folder = await makeFolder();
    const [one, two] = await Promise.all([
      startTestServer({ ...empty, dataDir: folder }),
      startTestServer({ ...empty, dataDir: folder }),
    ]);
    expect(one.firstAdminCode).toBe(two.firstAdminCode);
    const ask = async (server: RunningServer, username: string) =>
      (
        await fetch(`${server.url}/api/first-admin`, {
          method: 'POST',
          body: JSON.stringify({
            code: one.firstAdminCode,
            name: '周主任',
            username,
            password: 'a long password',
            region: '330102',
          }),
        })
      ).status;
    const answers = await Promise.all([ask(one, 'zhou.one'), ask(two, 'zhou.two')]);
    expect(answers.sort()).toEqual([201, 404]);
    const signIns = await Promise.all(
      ['zhou.one', 'zhou.two'].map(
        async (name) => (await postSignIn(two.url, name, 'a long password')).status,
      ),
    );
    expect(signIns.sort()).toEqual([200, 401]);
    await one.close();
    await two.close();
    await rm(folder, { recursive: true });
  });
});
