/** Runs work on the disk of the machine, or on a simulated one, through the modules that the server imports. */
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { useDisk } from './machine.ts';
import { SERVER_FOLDER, ServerDisk } from './server-disk.ts';
import { World } from '#tests/simulation/world/world.ts';

export type Work = (folder: string) => Promise<void>;

export const onTheMachine = async (work: Work): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'grid-disk-'));
  await work(folder).finally(() => rm(folder, { recursive: true }));
};

export const inAWorld = async (work: (folder: string, disk: ServerDisk) => Promise<void>, seed = 1) => {
  const world = new World(seed, Date.now());
  const begun = new ServerDisk(world);
  begun.makeFolder(SERVER_FOLDER);
  const disk = begun.copy();
  const settled: PromiseSettledResult<void>[] = [];
  world.soon(world.simProcess('server'), () => {
    void Promise.allSettled([work(SERVER_FOLDER, disk)]).then(([it]) => settled.push(it));
  });
  useDisk(disk);
  await world.run(world.now() + 1000, () => false);
  useDisk(null);
  expect(settled).toEqual([{ status: 'fulfilled', value: undefined }]);
};

export const write = async (path: string, text: string): Promise<void> => {
  const file = await open(path, 'wx');
  await file.writeFile(Buffer.from(text));
  await file.close();
};
export const sync = async (path: string): Promise<void> => {
  const file = await open(path, 'r');
  await file.sync();
  await file.close();
};
export const text = async (path: string): Promise<string> => (await readFile(path)).toString();
