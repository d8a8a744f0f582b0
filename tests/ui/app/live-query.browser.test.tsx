import { createRoot } from 'solid-js';
import { expect, onTestFinished, test, vi } from 'vitest';
import { SharedDb, writeSetting } from '#storage/databases/shared-db.ts';
import { createLiveQuery } from '#ui/state/reactive/live-query.ts';
import { untilTrue } from '#tests/support/people/progress.ts';

const follow = (pace?: () => number) => {
  const shared = new SharedDb(`grid-patrol-test-${crypto.randomUUID()}`);
  let readings = 0;
  const read = async () => {
    const rows = await shared.settings.toArray();
    readings += 1;
    return rows.map((row) => row.value).join();
  };
  const root = createRoot((dispose) => ({ dispose, answer: createLiveQuery(() => read, pace) }));
  onTestFinished(async () => {
    root.dispose();
    await shared.delete();
  });
  return {
    answer: root.answer,
    write: (value: string) => writeSetting(shared, 'theme', value),
    readings: () => readings,
  };
};

test('a live query without a pace, a change → read at once', async () => {
  const { answer, write } = follow();
  await untilTrue(() => answer() === '');
  for (const value of ['a', 'b', 'c']) {
    await write(value);
    await untilTrue(() => answer() === value);
  }
});

test('a live query with a pace, many changes → read at the pace, and the last change is read', async () => {
  let pace = 300;
  const { answer, write, readings } = follow(() => pace);
  await untilTrue(() => answer() === '');
  const begun = Date.now();
  for (let i = 1; i <= 30; i++) await write(String(i));
  await untilTrue(() => answer() === '30');
  expect(readings()).toBeLessThanOrEqual(2 + Math.ceil((Date.now() - begun) / 300));
  pace = 0;
  await write('31');
  await untilTrue(() => answer() === '31');
});

test('[D15c] a live query with a pace, the clock is set back by a day → the next change is read', async () => {
  const { answer, write } = follow();
  await untilTrue(() => answer() === '');
  const real = Date.now;
  const set = vi.spyOn(Date, 'now').mockImplementation(() => real() - 24 * 60 * 60_000);
  onTestFinished(() => set.mockRestore());
  for (const value of ['a', 'b']) {
    await write(value);
    await untilTrue(() => answer() === value);
  }
});
