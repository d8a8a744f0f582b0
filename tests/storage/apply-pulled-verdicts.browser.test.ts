import { expect, test } from 'vitest';
import type { LedgerEvent } from '#domain/ledger/envelope.ts';
import type { OutboxRow } from '#storage/databases/main-db.ts';
import { applyPullPage } from '#storage/subjects/subjects.ts';
import { myReports } from './read-my-reports.ts';
import { foldOf, newPhone, pullPage, report, type Phone } from './samples.ts';

const rejected = async (phone: Phone, reason: OutboxRow['reason'], photos = 0) => {
  const saved = await report(phone, photos);
  await phone.db.outbox.update(saved.row.eventId, { unsent: 0, verdict: 'rejected', reason });
  return saved;
};

const mendedOf = ({ event, hash }: OutboxRow): LedgerEvent => {
  if (event.type !== 'case.reported') throw new Error('not a report');
  return {
    ...event,
    id: crypto.randomUUID(),
    mended: { origin: event.id, hash, by: 'admin', device: 'desk' },
    body: { ...event.body, hazard: 'EB02', description: '改过' },
  };
};

const pulled = (phone: Phone, event: LedgerEvent, seq = 9) =>
  pullPage({ subjects: [{ seq, subject: foldOf([event], phone.by), stored: {} }] });

test('[D16f] [T3b] [T3c] a report the office mended is no longer rejected on its author’s phone, and shows what stands for it', async () => {
  const phone = await newPhone();
  const { row, photos } = await rejected(phone, 'unknownHazard', 2);
  expect(await myReports(phone.db, phone.by)).toMatchObject([{ trust: { kind: 'rejected' } }]);
  const mended = mendedOf(row);
  await applyPullPage(phone.db, pulled(phone, mended));
  expect(await myReports(phone.db, phone.by)).toMatchObject([
    {
      eventId: mended.id,
      hazard: 'EB02',
      description: '改过',
      state: 'reported',
      trust: { kind: 'textReceived', there: 0, of: 2 },
    },
  ]);
  // What was signed here stays, and so do its photos.
  expect(await phone.db.outbox.get(row.eventId)).toMatchObject({ text: row.text, hash: row.hash });
  expect(await phone.db.photos.count()).toBe(photos.length);
});

test('[T3c] an event replayed as it came takes the verdict the pulled history tells', async () => {
  const phone = await newPhone();
  const { row } = await rejected(phone, 'unknownHazard');
  await applyPullPage(phone.db, pulled(phone, row.event));
  expect(await phone.db.outbox.get(row.eventId)).toMatchObject({ verdict: 'applied', reason: null, seq: 9 });
  expect(await myReports(phone.db, phone.by)).toMatchObject([{ trust: { kind: 'complete' } }]);
});

test('[D4d] under a reused id the history holds other words: the rejected ones stay until they are mended', async () => {
  const phone = await newPhone();
  const { row } = await rejected(phone, 'idReused');
  await applyPullPage(phone.db, pulled(phone, row.event));
  expect(await myReports(phone.db, phone.by)).toMatchObject([{ trust: { kind: 'rejected' } }]);
  await applyPullPage(phone.db, pulled(phone, mendedOf(row), 10));
  expect(await myReports(phone.db, phone.by)).toMatchObject([{ description: '改过' }]);
});

test('[P12] [T3a] a restored server that knows nothing of the mend makes the report rejected again', async () => {
  const phone = await newPhone();
  const { row } = await rejected(phone, 'unknownHazard');
  await applyPullPage(phone.db, pulled(phone, mendedOf(row)));
  await applyPullPage(phone.db, pullPage({ reset: true, cursor: 'c2' }));
  expect(await myReports(phone.db, phone.by)).toMatchObject([
    { eventId: row.eventId, trust: { kind: 'rejected', reason: 'unknownHazard' } },
  ]);
});
