import { expect, test } from 'vitest';
import { answer, begin, idsIn, openStores, testIndexedDb } from './indexed-db-contract.ts';
import { PhoneDisk } from './phone-disk.ts';

const disk = new PhoneDisk();

testIndexedDb({
  factory: disk.factory,
  limit: async (bytes) => {
    disk.capacity = bytes === null ? Number.POSITIVE_INFINITY : disk.usedBytes() + bytes;
  },
});

test('crash → committed transactions are kept, an open one is not', async () => {
  const db = await openStores(disk.factory, 'killed');
  const before = begin(db);
  before.outbox.put({ id: 1 });
  expect(await before.end).toBe('complete');
  const cut = begin(db);
  await answer(cut.outbox.put({ id: 2 }));
  cut.outbox.delete(1);
  await answer(cut.photoBytes.put({ id: 2 }));
  expect(disk.isAtRest()).toBe(false);
  disk.crash();
  expect(disk.isAtRest()).toBe(true);
  const after = await openStores(disk.factory, 'killed');
  expect([await idsIn(after), await idsIn(after, 'photoBytes')]).toEqual([[1], []]);
});
