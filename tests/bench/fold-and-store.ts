/**
 * Folding and storing on the server, against a plain insert of the same rows in all tables with the same transaction size,
 * on the database of this run. Signatures are checked before, as the server checks them outside its transaction.
 */
import { randomUUID, webcrypto } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { Insertable } from 'kysely';
import { personById } from '#server/ledger/authority.ts';
import { checkEvent, type ReceivedEvent } from '#server/ledger/check-event.ts';
import { openReceipts } from '#server/ledger/receipts.ts';
import { takePushes } from '#server/intake/take-push.ts';
import { openStore, type Store } from '#server/store/store.ts';
import type { Tables } from '#server/store/tables.ts';
import { databaseOf } from '#tests/support/database/database.ts';
import { signIn, takePhoto } from '#tests/support/clients/device.ts';
import { makeFolder, startTestServer } from '#tests/support/servers/test-server.ts';
import { summarise, timed, type Measured } from './measure.ts';

const BATCH = 50;
const BATCHES = 20;
const ROUNDS = 5;
const written = ['events', 'changes', 'subjects', 'claims'] as const;
type Written = (typeof written)[number];

const inParts = <T>(rows: readonly T[], count: number): T[][] => {
  const size = Math.ceil(rows.length / count);
  return Array.from({ length: count }, (_, at) => rows.slice(at * size, (at + 1) * size));
};

const rowsOf = (store: Store, table: Written) => store.read.selectFrom(table).selectAll().execute();

const plainInsert = async (rows: ReadonlyMap<Written, readonly unknown[]>): Promise<number> => {
  const folder = await makeFolder();
  const store = await openStore(await databaseOf(folder));
  const chunks = written.map((table) => ({ table, parts: inParts(rows.get(table) ?? [], BATCHES) }));
  const millis = await timed(async () => {
    for (let batch = 0; batch < BATCHES; batch++)
      await store.write.transaction().execute(async (tx) => {
        for (const { table, parts } of chunks)
          await tx
            .insertInto(table)
            .values(parts[batch] as Insertable<Tables[Written]>[])
            .execute();
      });
  });
  await store.close();
  await rm(folder, { recursive: true, force: true });
  return millis;
};

/** Ratio of throughputs. 1 means that judging and folding cost nothing. */
export const foldAndStore = async (): Promise<{ ratio: Measured; eventsPerSecond: Measured }> => {
  const ratios: number[] = [];
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const server = await startTestServer();
    const device = await signIn(server.url, 'wang');
    const signer = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
      'sign',
      'verify',
    ]);
    const arrivals: ReceivedEvent[] = [];
    for (let at = 0; at < BATCH * BATCHES; at++) {
      const report = await device.reports({ photos: [takePhoto(100), takePhoto(100)], caseId: randomUUID() });
      const checked = await checkEvent(report, {
        person: device.person.id,
        device: device.id,
        key: signer.publicKey,
      });
      arrivals.push({ ...checked, fault: null });
    }
    const store = await openStore(await databaseOf(server.dataDir));
    const person = (await personById(store.read, device.person.id))!;
    const held = new Map(
      await Promise.all(written.map(async (table) => [table, (await rowsOf(store, table)).length] as const)),
    );
    const receipts = openReceipts('bench');
    const fold = await timed(async () => {
      for (const batch of inParts(arrivals, BATCHES))
        await takePushes(
          store,
          [{ person, device: device.id, receivedEvents: batch, unsent: BATCH, receivedAt: Date.now() }],
          receipts,
        );
    });
    const rows = new Map(
      await Promise.all(
        written.map(async (table) => [table, (await rowsOf(store, table)).slice(held.get(table))] as const),
      ),
    );
    if (rows.get('subjects')?.length !== BATCH * BATCHES) throw new Error('not every report became a case');
    await store.close();
    await server.end();
    const plain = await plainInsert(rows);
    ratios.push(plain / fold);
    rates.push((BATCH * BATCHES * 1000) / fold);
  }
  return { ratio: summarise(ratios), eventsPerSecond: summarise(rates) };
};
