/** What the photo store requires of a disk, checked on the real disk and on the simulated one. */
import { createReadStream } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { inAWorld, onTheMachine, text, write, type Work } from './on-a-disk.ts';

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error as NodeJS.ErrnoException).code ?? String(error),
  );

describe.each([
  ['the machine', onTheMachine],
  ['a world', inAWorld],
] as const)('the disk of %s', (_, on: (work: Work) => Promise<void>) => {
  test('file created twice → the second creation fails; it is read whole and as a stream', () =>
    on(async (folder) => {
      const path = join(folder, 'one');
      await write(path, 'abc');
      expect(await codeOf(open(path, 'wx'))).toBe('EEXIST');
      expect(await text(path)).toBe('abc');
      expect((await buffer(createReadStream(path))).toString()).toBe('abc');
      const { size, mtimeMs } = await stat(path);
      expect([size, Math.abs(mtimeMs - Date.now()) < 60_000]).toEqual([3, true]);
    }));

  test('write at the end → the file grows; write at an offset → the other bytes stay', () =>
    on(async (folder) => {
      const path = join(folder, 'partial');
      await (await open(path, 'wx')).close();
      const file = await open(path, 'r+');
      for (const [at, piece] of ['abcd', 'efgh', 'XY'].entries()) {
        const place = at === 2 ? 2 : at * 4;
        const { bytesWritten } = await file.write(Buffer.from(`-${piece}`), 1, piece.length, place);
        expect(bytesWritten).toBe(piece.length);
      }
      await file.close();
      expect(await text(path)).toBe('abXYefgh');
    }));

  test('write after a read → the bytes read stay the same', () =>
    on(async (folder) => {
      const path = join(folder, 'one');
      await write(path, 'abc');
      const before = await readFile(path);
      const file = await open(path, 'r+');
      await file.write(Buffer.from('X'), 0, 1, 0);
      await file.close();
      expect([before.toString(), await text(path)]).toEqual(['abc', 'Xbc']);
    }));

  test('rename onto another file → replaces it; an open handle writes to the renamed file', () =>
    on(async (folder) => {
      const [from, to] = [join(folder, 'from'), join(folder, 'to')];
      await write(from, 'new');
      await write(to, 'old');
      const file = await open(from, 'r+');
      await rename(from, to);
      await file.write(Buffer.from('N'), 0, 1, 0);
      await file.sync();
      await file.close();
      expect([await text(to), await codeOf(stat(from))]).toEqual(['New', 'ENOENT']);
    }));

  test('copy onto another file → replaces it and is independent of its source', () =>
    on(async (folder) => {
      const [from, to] = [join(folder, 'from'), join(folder, 'to')];
      await write(from, 'new');
      await write(to, 'older');
      await copyFile(from, to);
      await rm(from);
      expect(await text(to)).toBe('new');
    }));

  test('link → a second name of the file; existing name → fails', () =>
    on(async (folder) => {
      const [from, to] = [join(folder, 'from'), join(folder, 'to')];
      await write(from, 'abc');
      await link(from, to);
      expect(await codeOf(link(from, to))).toBe('EEXIST');
      const file = await open(from, 'r+');
      await file.write(Buffer.from('X'), 0, 1, 0);
      await file.close();
      await rm(from);
      expect(await text(to)).toBe('Xbc');
    }));

  test('path missing or of another kind → the error code of the system', () =>
    on(async (folder) => {
      const [gone, deep] = [join(folder, 'gone'), join(folder, 'no', 'folder')];
      const missing: Promise<unknown>[] = [
        readFile(gone),
        stat(gone),
        open(gone, 'r'),
        open(gone, 'r+'),
        rename(gone, join(folder, 'x')),
        copyFile(gone, join(folder, 'x')),
        link(gone, join(folder, 'x')),
        readdir(gone),
        open(deep, 'wx'),
        rm(gone),
        buffer(createReadStream(gone)),
      ];
      expect(new Set(await Promise.all(missing.map(codeOf)))).toEqual(new Set(['ENOENT']));
      await rm(gone, { force: true });
      await write(join(folder, 'file'), '');
      expect(await codeOf(readdir(join(folder, 'file')))).toBe('ENOTDIR');
      expect(await codeOf(rename(join(folder, 'file'), deep))).toBe('ENOENT');
      expect(await codeOf(copyFile(join(folder, 'file'), deep))).toBe('ENOENT');
      expect(await codeOf(link(join(folder, 'file'), deep))).toBe('ENOENT');
      expect(await codeOf(mkdir(join(folder, 'file', 'in'), { recursive: true }))).toBe('ENOTDIR');
      await mkdir(join(folder, 'empty'));
      expect(await codeOf(readFile(join(folder, 'empty')))).toBe('EISDIR');
      expect((await stat(join(folder, 'empty'))).isFile()).toBe(false);
    }));

  test('folder listed → its entries, or all entries below it', () =>
    on(async (folder) => {
      await mkdir(join(folder, 'a', 'b'), { recursive: true });
      await write(join(folder, 'a', 'b', 'deep'), '1');
      await write(join(folder, 'flat'), '2');
      expect((await readdir(folder)).sort()).toEqual(['a', 'flat']);
      const all = await readdir(folder, { recursive: true, withFileTypes: true });
      expect(
        all.map((it) => `${join(it.parentPath, it.name).slice(folder.length)} ${it.isFile()}`).sort(),
      ).toEqual(['/a false', '/a/b false', '/a/b/deep true', '/flat true']);
    }));
});
