import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { Phone, processesUsing } from './phone.ts';

const tidy: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (let step = tidy.pop(); step; step = tidy.pop()) await step();
});

test('a killed phone → leaves no process, and stored data is kept', async () => {
  const server = createServer((_, answer) =>
    answer.setHeader('content-type', 'text/html').end('<p>hi'),
  ).listen(0);
  await once(server, 'listening');
  tidy.push(async () => void server.close());
  const phone = await Phone.unpack({ url: `http://localhost:${(server.address() as AddressInfo).port}` });
  tidy.push(() => phone.scrap());

  const page = await phone.start();
  await page.goto('/');
  expect(await page.evaluate(() => [navigator.language, innerWidth, innerHeight])).toEqual([
    'zh-CN',
    412,
    915,
  ]);
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('kept', 1);
        opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore('rows'));
        opening.addEventListener('success', () => {
          const work = opening.result.transaction('rows', 'readwrite', { durability: 'strict' });
          work.objectStore('rows').put('still here', 1);
          work.addEventListener('complete', () => resolve());
          work.addEventListener('abort', () => reject(work.error!));
        });
      }),
  );
  expect(processesUsing(phone.profileDir).length).toBeGreaterThan(0);
  await phone.kill();
  expect(processesUsing(phone.profileDir)).toEqual([]);
  expect(() => phone.page).toThrow('off');

  const again = await phone.start();
  await again.goto('/');
  const kept = await again.evaluate(
    () =>
      new Promise((resolve) => {
        const opening = indexedDB.open('kept', 1);
        opening.addEventListener('success', () => {
          const reading = opening.result.transaction('rows').objectStore('rows').get(1);
          reading.addEventListener('success', () => resolve(reading.result));
        });
      }),
  );
  expect(kept).toBe('still here');
});
