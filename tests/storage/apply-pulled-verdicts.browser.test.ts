import { expect, test } from 'vitest';
import type { OutboxRow } from '#storage/databases/main-db.ts';
import { applyPullPage } from '#storage/subjects/subjects.ts';
import { myReports } from './read-my-reports.ts';
import { foldOf, newPhone, pullPage, report, type Phone } from './samples.ts';
import type { LedgerEvent } from '#domain/subjects.ts';

const rejected = async (phone: Phone, reason: OutboxRow['reason'], photos = 0) => {
  const saved = await report(phone, photos);
  await phone.db.outbox.update(saved.row.eventId, { unsent: 0, verdict: 'rejected', reason });
  return saved;
};

const correctionOf = ({ event, hash }: OutboxRow): LedgerEvent => {
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

test('[D16f] [T3b] [T3c] rejected report, corrected by an admin → the author’s phone shows the correction', async () => {
  const phone = await newPhone();
  const { row, photos } = await rejected(phone, 'unknownHazard', 2);
  expect(await myReports(phone.db, phone.by)).toMatchObject([{ trust: { kind: 'rejected' } }]);
  const correction = correctionOf(row);
  await applyPullPage(phone.db, pulled(phone, correction));
  expect(await myReports(phone.db, phone.by)).toMatchObject([
    {
      eventId: correction.id,
      hazard: 'EB02',
      description: '改过',
      state: 'reported',
      trust: { kind: 'textReceived', there: 0, of: 2 },
    },
  ]);
  // The event signed on this phone stays, and so do its photos.
  expect(await phone.db.outbox.get(row.eventId)).toMatchObject({ text: row.text, hash: row.hash });
  expect(await phone.db.photos.count()).toBe(photos.length);
});

test('[T3c] rejected event, replayed by an admin → takes the verdict from the pulled timeline', async () => {
  const phone = await newPhone();
  const { row } = await rejected(phone, 'unknownHazard');
  await applyPullPage(phone.db, pulled(phone, row.event));
  expect(await phone.db.outbox.get(row.eventId)).toMatchObject({ verdict: 'applied', reason: null, seq: 9 });
  expect(await myReports(phone.db, phone.by)).toMatchObject([{ trust: { kind: 'complete' } }]);
});

test('[D4d] event rejected as idReused, other content under the same id → stays rejected until it is corrected', async () => {
  const phone = await newPhone();
  const { row } = await rejected(phone, 'idReused');
  await applyPullPage(phone.db, pulled(phone, row.event));
  expect(await myReports(phone.db, phone.by)).toMatchObject([{ trust: { kind: 'rejected' } }]);
  await applyPullPage(phone.db, pulled(phone, correctionOf(row), 10));
  expect(await myReports(phone.db, phone.by)).toMatchObject([{ description: '改过' }]);
});

test('[P12] [T3a] server restored from before the correction → the report is rejected again', async () => {
  const phone = await newPhone();
  const { row } = await rejected(phone, 'unknownHazard');
  await applyPullPage(phone.db, pulled(phone, correctionOf(row)));
  await applyPullPage(phone.db, pullPage({ reset: true, cursor: 'c2' }));
  expect(await myReports(phone.db, phone.by)).toMatchObject([
    { eventId: row.eventId, trust: { kind: 'rejected', reason: 'unknownHazard' } },
  ]);
});
