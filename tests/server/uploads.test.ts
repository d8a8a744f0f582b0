import { expect, test } from 'vitest';
import { openUploads } from '#server/photos/uploads.ts';

const name = { device: 'phone', sha256: 'a'.repeat(64) };
const pause = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis));

test('[H3] a newer upload of a photo stops the older and begins only when it has let go', async () => {
  const uploads = openUploads();
  const told: string[] = [];
  const run = async (who: string, millis: number) => {
    told.push(`${who} begins`);
    await pause(millis);
    told.push(`${who} ends`);
  };
  const first = uploads.alone(
    name,
    () => told.push('first stopped'),
    () => run('first', 30),
  );
  await pause(5);
  const second = uploads.alone(
    name,
    () => told.push('second stopped'),
    () => run('second', 10),
  );
  const third = uploads.alone(
    name,
    () => undefined,
    () => run('third', 0),
  );
  await Promise.all([first, second, third]);
  expect(told).toEqual([
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

test('an upload that failed does not hold up the next, and other photos never wait', async () => {
  const uploads = openUploads();
  const failed = uploads.alone(
    name,
    () => undefined,
    () => pause(20).then(() => Promise.reject(new Error('cut'))),
  );
  const other = uploads.alone(
    { ...name, device: 'other' },
    () => undefined,
    async () => 'at once',
  );
  expect(await Promise.race([other, pause(10)])).toBe('at once');
  const next = uploads.alone(
    name,
    () => undefined,
    async () => 'done',
  );
  await expect(failed).rejects.toThrow('cut');
  expect(await next).toBe('done');
});
