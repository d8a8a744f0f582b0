import { DefaultQueryExecutor } from 'kysely';
import { expect, onTestFinished, test, vi } from 'vitest';
import { personById } from '#server/ledger/authority.ts';
import { deviceKey } from '#server/auth/devices.ts';
import { checkEvent } from '#server/ledger/check-event.ts';
import { openPushes, type Gather } from '#server/intake/pushes.ts';
import { openReceipts } from '#server/ledger/receipts.ts';
import type { Push } from '#server/intake/take-push.ts';
import { openStore } from '#server/store/store.ts';
import { databaseOf } from '#tests/support/database/database.ts';
import { signIn } from '#tests/support/clients/device.ts';
import { startTestServer } from '#tests/support/servers/test-server.ts';

/** A ledger with two phones. Their pushes are passed to `openPushes` directly, without HTTP. */
const newLedger = async (gather?: Gather) => {
  const server = await startTestServer();
  onTestFinished(() => server.end());
  const store = await openStore(await databaseOf(server.dataDir));
  onTestFinished(() => store.close());
  const phones = [await signIn(server.url, 'wang'), await signIn(server.url, 'zhao')];
  const pushOf = async (index: number, changes: Partial<Push> = {}): Promise<Push> => {
    const phone = phones[index % phones.length]!;
    const person = (await personById(store.read, phone.person.id))!;
    const key = (await deviceKey(store.read, person.id, phone.id))!;
    const signed = await phone.reports();
    const receivedEvents = [await checkEvent(signed, { person: person.id, device: phone.id, key })];
    return {
      person,
      device: phone.id,
      receivedEvents,
      unsent: 3,
      receivedAt: Date.now(),
      ...changes,
    };
  };
  const query = vi.spyOn(DefaultQueryExecutor.prototype, 'executeQuery');
  onTestFinished(() => query.mockRestore());
  return {
    store,
    phones,
    pushOf,
    pushes: openPushes(store, openReceipts('of this test'), gather),
    /** Counts the transactions: each locks its region row first. */
    transactions: () =>
      query.mock.calls.filter(([{ sql }]) => sql.startsWith('update "regions" set "seq" = "seq"')).length,
  };
};

test('[P5] waiting pushes share a transaction, ten at once → two transactions, each push with its verdicts', async () => {
  const { store, phones, pushOf, pushes, transactions } = await newLedger();
  const all = await Promise.all(Array.from({ length: 10 }, (_, i) => pushOf(i)));
  const verdicts = await Promise.all(all.map((push) => pushes.take(push)));
  expect(transactions()).toBe(2);
  expect(verdicts.map(([first]) => [first?.hash, first?.verdict])).toEqual(
    all.map(({ receivedEvents }) => [receivedEvents[0]?.hash, 'applied']),
  );
  const again = await Promise.all(all.map((push) => pushes.take(push)));
  expect(again.map(([first]) => first)).toEqual(verdicts.map(([first]) => ({ ...first, duplicate: true })));
  const devices = await store.read
    .selectFrom('devices')
    .select('unsent')
    .where(
      'id',
      'in',
      phones.map(({ id }) => id),
    )
    .execute();
  expect(devices).toEqual([{ unsent: 2 }, { unsent: 2 }]);
});

test('[P5] the first push is written at once, others follow shortly after it → they share the next transaction', async () => {
  let end = () => {};
  const { pushOf, pushes, transactions } = await newLedger(() => new Promise((resolve) => (end = resolve)));
  const [first, ...others] = [await pushOf(0), await pushOf(1), await pushOf(2), await pushOf(3)];
  await pushes.take(first);
  const taken = others.map((push) => pushes.take(push));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(transactions()).toBe(1);
  end();
  await Promise.all(taken);
  expect(transactions()).toBe(2);
});

test('[P5] a push fails alone, the database rejects one of a group → the others are stored', async () => {
  const { pushOf, pushes } = await newLedger();
  const good = [await pushOf(0), await pushOf(1), await pushOf(2)];
  const bad = await pushOf(3, { unsent: 1.5 });
  const [first, second, failed, last] = await Promise.allSettled(
    [good[0]!, good[1]!, bad, good[2]!].map((push) => pushes.take(push)),
  );
  expect([first?.status, second?.status, failed?.status, last?.status]).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
});

test('[P5] a push fails alone, its person moved to another region → nothing of it is stored', async () => {
  const { store, pushOf, pushes } = await newLedger();
  const [first, other] = [await pushOf(0), await pushOf(2)];
  const moved = await pushOf(1);
  await store.write
    .updateTable('people')
    .set({ region: 'elsewhere' })
    .where('id', '=', moved.person.id)
    .execute();
  const outcomes = await Promise.allSettled([first, moved, other].map((push) => pushes.take(push)));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  const taken = await store.read.selectFrom('events').select('hash').execute();
  expect(taken.map(({ hash }) => hash)).not.toContain(moved.receivedEvents[0]?.hash);
});
