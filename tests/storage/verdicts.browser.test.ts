import { expect, test } from 'vitest';
import type { PushVerdict } from '#domain/protocol/push.ts';
import { offerEventsAgain, recordVerdicts, unsentEvents } from '#storage/outbox/outbox.ts';
import { newPhone, NOON, report } from './samples.ts';

const verdictOf = (hash: string, changes: Partial<PushVerdict> = {}): PushVerdict => ({
  hash,
  verdict: 'applied',
  duplicate: false,
  reason: null,
  seq: 7,
  receivedAt: NOON,
  receipt: 'r',
  ...changes,
});

test('[P10] verdicts in another order → matched by the hash of the bytes sent', async () => {
  const phone = await newPhone();
  const rows = [(await report(phone)).row, (await report(phone)).row];
  const [first, second] = rows.map((row) => row.hash);
  const answers = [
    verdictOf(second ?? '', { verdict: 'rejected', reason: 'unknownHazard', seq: null }),
    verdictOf(first ?? ''),
  ];
  expect(await recordVerdicts(phone.db, rows, answers)).toEqual([]);
  expect(await phone.db.outbox.orderBy('order').toArray()).toMatchObject([
    { verdict: 'applied', seq: 7, receipt: 'r', unsent: 0 },
    { verdict: 'rejected', reason: 'unknownHazard', unsent: 0 },
  ]);
});

test('[P10] verdict for other bytes → changes nothing', async () => {
  const phone = await newPhone();
  const { row } = await report(phone);
  expect(await recordVerdicts(phone.db, [row], [verdictOf('0'.repeat(64))])).toEqual([row.eventId]);
  expect(await unsentEvents(phone.db)).toMatchObject([{ verdict: null, tries: 1 }]);
});

test('verdict retry → the event stays unsent; a verdict stored in the meantime stays', async () => {
  const phone = await newPhone();
  const { row } = await report(phone);
  const retry = verdictOf(row.hash, { verdict: 'retry', reason: 'busy', seq: null });
  await recordVerdicts(phone.db, [row], [retry]);
  expect(await unsentEvents(phone.db)).toMatchObject([{ verdict: null, lastError: 'busy' }]);
  await recordVerdicts(phone.db, [row], [verdictOf(row.hash)]);
  await recordVerdicts(phone.db, [row], [retry]);
  expect(await unsentEvents(phone.db)).toEqual([]);
  expect(await phone.db.outbox.get(row.eventId)).toMatchObject({ verdict: 'applied', lastError: null });
});

test('[P12] event offered again → keeps its verdict until a new one arrives', async () => {
  const phone = await newPhone();
  const { row } = await report(phone);
  await recordVerdicts(phone.db, [row], [verdictOf(row.hash)]);
  await offerEventsAgain(phone.db, [row.eventId]);
  expect(await unsentEvents(phone.db)).toMatchObject([{ verdict: 'applied' }]);
});
