import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inAWorld, sync, write, type Work } from './on-a-disk.ts';

/** The contents found after a power loss, over sixty seeds. */
const afterPowerLoss = async (work: Work, path: string): Promise<ReadonlySet<string>> => {
  const found = new Set<string>();
  for (let seed = 1; seed <= 60; seed++)
    await inAWorld(async (folder, disk) => {
      await write(join(folder, 'old'), 'old');
      await sync(join(folder, 'old'));
      await sync(folder);
      await work(folder);
      disk.losePower();
      found.add(disk.bytes(join(folder, path))?.toString() ?? 'none');
    }, seed);
  return found;
};

test('power loss → a file synced with its folder is kept; otherwise its name may be lost and its bytes lost, torn or old', async () => {
  const whole: Work = async (folder) => {
    await write(join(folder, 'new'), 'new');
    await sync(join(folder, 'new'));
    await sync(folder);
  };
  expect(await afterPowerLoss(whole, 'new')).toEqual(new Set(['new']));
  const nameless: Work = async (folder) => {
    await write(join(folder, 'new'), 'new');
    await sync(join(folder, 'new'));
  };
  expect(await afterPowerLoss(nameless, 'new')).toEqual(new Set(['new', 'none']));
  const renamed: Work = async (folder) => rename(join(folder, 'old'), join(folder, 'new'));
  expect(await afterPowerLoss(renamed, 'new')).toEqual(new Set(['old', 'none']));
  const unsynced: Work = async (folder) => {
    await write(join(folder, 'new'), 'new');
    await sync(folder);
  };
  const torn = await afterPowerLoss(unsynced, 'new');
  for (const may of ['', 'new', 'n\0\0']) expect(torn).toContain(may);
});
