import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { ok } from '#domain/base/result.ts';
import { openPhotoFiles } from '#server/photos/photo-files.ts';
import { appendBody, openUploads } from '#server/photos/uploads.ts';
import { makeFolder } from '#tests/support/servers/test-server.ts';

const name = { device: 'phone', sha256: 'a'.repeat(64) };
const pause = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis));

test('[H13a] uploads of one photo are exclusive, newer upload → stops the older one and waits for its end', async () => {
  const uploads = openUploads();
  const log: string[] = [];
  const run = async (upload: string, millis: number) => {
    log.push(`${upload} begins`);
    await pause(millis);
    log.push(`${upload} ends`);
  };
  const first = uploads.withExclusiveUpload(
    name,
    () => log.push('first stopped'),
    () => run('first', 30),
  );
  await pause(5);
  const second = uploads.withExclusiveUpload(
    name,
    () => log.push('second stopped'),
    () => run('second', 10),
  );
  const third = uploads.withExclusiveUpload(
    name,
    () => undefined,
    () => run('third', 0),
  );
  await Promise.all([first, second, third]);
  expect(log).toEqual([
    'first begins',
    'first stopped',
    'second stopped',
    'first ends',
    'second begins',
    'second ends',
    'third begins',
    'third ends',
  ]);
});

test('uploads of different photos are independent, one failed → others run at once, its successor runs after it', async () => {
  const uploads = openUploads();
  const failed = uploads.withExclusiveUpload(
    name,
    () => undefined,
    () => pause(20).then(() => Promise.reject(new Error('cut'))),
  );
  const other = uploads.withExclusiveUpload(
    { ...name, device: 'other' },
    () => undefined,
    async () => 'at once',
  );
  expect(await Promise.race([other, pause(10)])).toBe('at once');
  const next = uploads.withExclusiveUpload(
    name,
    () => undefined,
    async () => 'done',
  );
  await expect(failed).rejects.toThrow('cut');
  expect(await next).toBe('done');
});

test('[H4] partial writes are continued, the disk writes half of each chunk → all bytes are in the file', async () => {
  const folder = await makeFolder();
  const path = join(folder, 'photo.partial');
  await writeFile(path, '');
  const probe = await open(path, 'r');
  const handles = Object.getPrototypeOf(probe) as FileHandle;
  await probe.close();
  const write = handles.write as (...args: readonly unknown[]) => Promise<unknown>;
  const short = vi.spyOn(handles, 'write').mockImplementation(function (
    this: FileHandle,
    ...[bytes, offset, length, position]: readonly unknown[]
  ) {
    return write.call(this, bytes, offset, Math.ceil(Number(length) / 2), position);
  } as never);
  const bytes = randomBytes(10_000);
  expect(await appendBody(path, Readable.from([bytes]), { offset: 0, limit: 20_000 })).toEqual(ok(10_000));
  short.mockRestore();
  expect(await readFile(path)).toEqual(bytes);
  await rm(folder, { recursive: true });
});

test('a failed write leaves no file, thumbnail cannot be stored → partial folder is empty', async () => {
  const folder = await makeFolder();
  const folders = { photos: join(folder, 'photos'), partial: join(folder, 'partial') };
  await mkdir(folders.partial);
  await writeFile(folders.photos, 'a file where the folder should be');
  await expect(openPhotoFiles(folders).keepBytes('phone', name.sha256, randomBytes(100))).rejects.toThrow();
  expect(await readdir(join(folders.partial, 'phone'))).toEqual([]);
  await rm(folder, { recursive: true });
});
