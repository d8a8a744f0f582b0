import { rm, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { openPartialFiles } from '#server/photos/partial-files.ts';
import { makeFolder } from '#tests/support/servers/test-server.ts';

test('[H3a] the upload offset never falls, another server takes the file and puts it back → always the full size', async () => {
  const folder = await makeFolder();
  const [here, there] = [openPartialFiles(folder), openPartialFiles(folder)];
  const name = { device: 'phone', sha256: 'a'.repeat(64) };
  const begun = await here.begin(name);
  await writeFile(begun.path, new Uint8Array(90_000));
  await begun.putBack();

  const sizes = new Set<number>();
  const readsSize = async () => {
    for (let i = 0; i < 1_000; i += 1) sizes.add(await here.size(name));
  };
  const takesAndPutsBack = async () => {
    for (let i = 0; i < 300; i += 1) await (await there.take(name)).putBack();
  };
  await Promise.all([readsSize(), takesAndPutsBack()]);
  expect([...sizes]).toEqual([90_000]);
  await rm(folder, { recursive: true });
});
