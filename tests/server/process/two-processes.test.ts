/** Two real processes on one PostgreSQL and one photo folder. They share nothing else. */
import { rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PushVerdict } from '#domain/protocol/push.ts';
import { beginUpload } from '#tests/support/link/cut-upload.ts';
import { isOnPostgres } from '#tests/support/database/database.ts';
import {
  sha256Of,
  signIn,
  takePhoto,
  type Device,
  type Photo,
  type Written,
} from '#tests/support/clients/device.ts';
import { LiveListener } from '#tests/support/clients/live-listener.ts';
import { killServers, runServer, type ServerProcess } from '#tests/support/servers/server-process.ts';
import { filledEnv, makeFolder } from '#tests/support/servers/test-server.ts';

/** Photos stored before the kill. */
const ENOUGH = 10;

describe.runIf(isOnPostgres())('two processes', () => {
  let dataDir: string;
  let a: ServerProcess;
  let b: ServerProcess;
  let wang: Device;
  let wangAtB: Device;
  let chen: Device;
  let chenAtB: Device;
  beforeAll(async () => {
    dataDir = await makeFolder();
    const env = await filledEnv(dataDir);
    const run = () => runServer(['--port', '0', '--data-dir', dataDir], env);
    [a, b] = [run(), run()];
    const [atA, atB] = await Promise.all([a.listening(), b.listening()]);
    wang = await signIn(atA, 'wang');
    wangAtB = wang.at(atB);
    chenAtB = await signIn(atB, 'chen');
    chen = chenAtB.at(atA);
  });
  afterAll(async () => {
    killServers();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** Starts an upload at one process, and waits until the other process answers its offset. */
  const begins = async (photo: Photo, sentBytes: number): Promise<Socket> => {
    const upload = await beginUpload(wang, photo, sentBytes);
    for (;;) if ((await wangAtB.asksFor([photo.manifest.sha256]))[0]!.offset === sentBytes) return upload;
  };

  /** The hash of the bytes that the device gets. Comparing the bytes themselves would take a second. */
  const hashSeenBy = async (device: Device, sha256: string): Promise<string> => {
    const viewed = await device.request(`/api/photos/${sha256}`);
    return sha256Of(new Uint8Array(await viewed.arrayBuffer()));
  };

  test('[V1c] [S6a] processes act as one server, report pushed to one → signal and pull at the other', async () => {
    const { cursor } = await chenAtB.pullsAll();
    const desk = await LiveListener.open(chenAtB);
    await desk.until(({ news }) => news === 1);
    const photo = takePhoto();
    const report = await wang.reports({ photos: [photo] });
    await wang.push(report);
    await desk.until(({ news }) => news === 2);
    expect((await chenAtB.pulls(cursor)).subjects).toMatchObject([
      { subject: { id: report.caseId, photos: [{ sha256: photo.manifest.sha256 }] } },
    ]);
    desk.hangsUp();
  });

  test('[H3b] [S6b] processes act as one server, upload cut at one → continued at the other, complete at both', async () => {
    const photo = takePhoto(200_000);
    await wang.push(await wang.reports({ photos: [photo] }));
    (await begins(photo, 90_000)).resetAndDestroy();
    expect(await wangAtB.offsetOf(photo)).toBe(90_000);
    expect((await wangAtB.resumesPhoto(photo, 90_000)).status).toBe(201);
    const { sha256 } = photo.manifest;
    const [answered] = await wang.asksFor([sha256]);
    expect(answered).toMatchObject({ state: 'complete', receipt: expect.any(String) as string });
    expect(await wangAtB.asksFor([sha256])).toEqual([answered]);
    expect(await hashSeenBy(chen, sha256)).toBe(sha256);
  });

  test('[P5] [H2] [S6a] answered data survives, kill -9 of one process → the other has it all and continues', async () => {
    const desk = await LiveListener.open(chenAtB);
    const begun = takePhoto(200_000);
    await wang.push(await wang.reports({ photos: [begun] }));
    await begins(begun, 90_000);
    const signed: Written[] = [];
    const verdicts = new Map<Written, PushVerdict>();
    const sent: string[] = [];
    const pushes = async (event: Written) => {
      signed.push(event);
      verdicts.set(event, await wang.push(event));
    };
    const works = async () => {
      for (;;) {
        const photo = takePhoto();
        const report = await wang.reports({ photos: [photo] });
        await pushes(report);
        expect((await wang.sendsPhoto(photo)).status).toBe(201);
        sent.push(photo.manifest.sha256);
        await pushes(await wang.notes(report.caseId, '已通知物业'));
        // Kills right after an answer: work that the server would do after its answer is lost.
        if (sent.length >= ENOUGH) await a.kill('SIGKILL');
      }
    };
    await Promise.allSettled([works(), works(), works()]);
    expect(sent.length).toBeGreaterThanOrEqual(ENOUGH);

    const again = await wangAtB.pushes(...signed);
    for (const [i, event] of signed.entries()) {
      const verdict = verdicts.get(event);
      if (verdict) expect(again[i]).toEqual({ ...verdict, duplicate: true });
      else expect(again[i]).toMatchObject({ verdict: 'applied' });
    }
    const pulled = (await chenAtB.pullsAll()).subjects.map(({ subject }) => subject.id);
    expect(pulled).toEqual(expect.arrayContaining(signed.map(({ caseId }) => caseId)));
    for (const { sha256, state, receipt } of await wangAtB.asksFor(sent)) {
      expect([state, receipt]).toEqual(['complete', expect.any(String)]);
      expect(await hashSeenBy(chenAtB, sha256)).toBe(sha256);
    }
    expect(await wangAtB.offsetOf(begun)).toBe(90_000);
    expect((await wangAtB.resumesPhoto(begun, 90_000)).status).toBe(201);

    const { news } = desk;
    await wangAtB.push(await wang.reports());
    await desk.until((listener) => listener.news > news);
    expect(await b.kill('SIGTERM')).toBe(0);
    expect(b.stderr()).toBe('');
  });
});
