import { randomInt } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { openStore } from '#server/store/store.ts';
import { checkInvariants } from '#tests/faults/failures/invariants.ts';
import { allOf } from '#tests/support/data/ledger-invariants.ts';
import { openAnswerLoss } from '#tests/support/link/answer-loss.ts';
import { databaseOf } from '#tests/support/database/database.ts';
import { signIn, takePhoto } from '#tests/support/clients/device.ts';
import { killServers, runServer } from '#tests/support/servers/server-process.ts';
import { storedPhotos } from '#tests/support/servers/stored-photos.ts';
import { filledEnv, makeFolder } from '#tests/support/servers/test-server.ts';

const folders: string[] = [];
afterEach(killServers);
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

test.each(['the link breaks', 'the server is killed'])(
  '[D2] a retry stores nothing twice, %s between commit and answer → one report, one set of photos',
  async (situation) => {
    const dataDir = await makeFolder();
    folders.push(dataDir);
    const env = await filledEnv(dataDir);
    const port = String(randomInt(20_000, 30_000));
    const run = () => runServer(['--port', port, '--data-dir', dataDir], env);
    let server = run();
    const url = await server.listening();
    const loss = await openAnswerLoss(url);
    const wang = (await signIn(url, 'wang')).at(loss.url);
    /** Sends a request, loses its answer, and sends the same request again. */
    const asksTwice = async <T>(ask: () => Promise<T>): Promise<T> => {
      const lost = loss.loseNext();
      const asked = ask();
      await expect(asked).rejects.toThrow('fetch failed');
      await lost;
      if (situation === 'the server is killed') {
        await server.kill('SIGKILL');
        server = run();
        await server.listening();
      }
      return ask();
    };

    const [inOne, inParts] = [takePhoto(30_000), takePhoto(40_000)];
    const photos = [inOne, inParts];
    const report = await wang.reports({ photos });
    const verdict = await asksTwice(() => wang.push(report));
    expect(verdict).toMatchObject({ verdict: 'applied', duplicate: true });

    const thumbnails = photos.map(({ manifest }) => manifest.thumbnail.sha256);
    const isComplete = photos.map(() => expect.objectContaining({ state: 'complete' }) as unknown);
    const sent = await asksTwice(() => wang.sendsThumbnails(photos));
    expect(sent).toEqual(thumbnails.map((sha256) => ({ sha256, stored: true, reason: null })));

    expect((await asksTwice(() => wang.sendsPhoto(inOne))).status).toBe(201);
    expect(await wang.offsetOf(inOne)).toBe(30_000);

    const half = () => wang.resumesPhoto(inParts, 0, 20_000);
    const again = await asksTwice(half);
    // The bytes are kept, and the answer has the offset to continue from.
    expect([again.status, again.headers.get('upload-offset')]).toEqual([409, '20000']);
    expect((await asksTwice(() => wang.resumesPhoto(inParts, 20_000))).status).toBe(201);

    const hashes = [...photos.map(({ manifest }) => manifest.sha256), ...thumbnails];
    const states = await asksTwice(() => wang.asksFor(hashes));
    expect(states).toEqual([...isComplete, ...isComplete]);
    expect(await wang.asksFor(hashes)).toEqual(states);

    const { subjects } = await wang.pullsAll();
    expect(subjects).toHaveLength(1);
    expect(subjects[0]?.subject.timeline).toHaveLength(1);
    expect(subjects[0]?.subject.photos).toHaveLength(2);
    expect(await storedPhotos(join(dataDir, 'photos'))).toEqual(new Map(hashes.map((hash) => [hash, 1])));
    const store = await openStore(await databaseOf(dataDir));
    const answered = { verdicts: new Map([[report.hash, verdict]]), stored: new Set(hashes) };
    expect(allOf(await checkInvariants(store, join(dataDir, 'photos'), answered))).toEqual([]);
    await store.close();
    loss.close();
    await server.kill('SIGTERM');
  },
  120_000,
);
