import { expect, test } from 'vitest';
import { readRowsAgain, applyPullPage } from '#storage/subjects/subjects.ts';
import { shownCase } from '#storage/subjects/one-case.ts';
import { tidyOutbox, KEEP_EVENTS } from '#storage/outbox/tidy-outbox.ts';
import { recordVerdicts } from '#storage/outbox/outbox.ts';
import type { OutboxRow } from '#storage/databases/main-db.ts';
import { foldOf, newPhone, NOON, pullPage, report, type Phone } from './samples.ts';

const keysOf = async ({ db }: Phone) => ({
  read: await db.subjects.toCollection().primaryKeys(),
  unread: await db.unreadSubjects.toCollection().primaryKeys(),
});

const applied = ({ hash }: OutboxRow) => ({
  hash,
  verdict: 'applied' as const,
  duplicate: false,
  reason: null,
  seq: 1,
  receivedAt: NOON,
  receipt: 'r',
});

/** A page with a row of an unknown kind, one in a form of a later version, and one that this version reads. */
const mixedPage = async (phone: Phone) => {
  const [a, b] = [(await report(phone)).row, (await report(phone)).row];
  const readable = { seq: 1, subject: foldOf([a.event], phone.by), stored: {} };
  const later = { ...foldOf([b.event], phone.by), state: 'evaporated' };
  const unknown = {
    kind: 'orbit',
    id: crypto.randomUUID(),
    timeline: [{ eventId: 'e1' }, 'line of a later form'],
    height: 400,
  };
  return {
    readable,
    later,
    unknown,
    rows: { a, b },
    page: pullPage({
      reset: true,
      subjects: [
        { seq: 2, subject: unknown, stored: { x: 'in orbit' }, fold: 9 },
        readable,
        { seq: 3, subject: later as typeof readable.subject, stored: {}, fold: 9 },
      ],
      reference: [{ seq: 4, kind: 'satellite', id: 's', value: { speed: 7 } }],
    }),
  };
};

test('[C6a] [C6b] a page with rows that this version cannot read → the others are stored, these as received', async () => {
  const phone = await newPhone();
  const { page, readable, later, unknown, rows } = await mixedPage(phone);
  expect(await applyPullPage(phone.db, page)).toBe(true);
  const keys = await keysOf(phone);
  expect(keys.read).toEqual([`case:${readable.subject.id}`]);
  expect(keys.unread.sort()).toEqual([`case:${later.id}`, `orbit:${unknown.id}`].sort());
  const row = await phone.db.unreadSubjects.get(`orbit:${unknown.id}`);
  expect(row).toMatchObject({
    pulled: { subject: unknown, stored: { x: 'in orbit' }, fold: 9 },
    eventIds: ['e1'],
  });
  expect((await phone.db.unreadSubjects.get(`case:${later.id}`))?.eventIds).toEqual([rows.b.eventId]);
  expect(await phone.db.reference.get(['satellite', 's'])).toMatchObject({
    value: { speed: 7 },
    isReadable: false,
  });
});

test('[C6b] a snapshot without an unread row → it is swept; with it → it stays; gone → it is deleted', async () => {
  const phone = await newPhone();
  const { page, unknown, later } = await mixedPage(phone);
  await applyPullPage(phone.db, page);
  const again = page.subjects.filter(({ subject }) => subject.id === unknown.id);
  await applyPullPage(phone.db, pullPage({ reset: true, subjects: again, cursor: 'c2' }));
  expect((await keysOf(phone)).unread).toEqual([`orbit:${unknown.id}`]);
  expect(await phone.db.unreadSubjects.get(`case:${later.id}`)).toBeUndefined();
  await applyPullPage(phone.db, pullPage({ gone: [{ kind: 'orbit', id: unknown.id }], cursor: 'c3' }));
  expect((await keysOf(phone)).unread).toEqual([]);
});

test('[C7] an update reads a stored row → it becomes a subject; one it can no longer read is kept', async () => {
  const phone = await newPhone();
  const { page, later, readable } = await mixedPage(phone);
  await applyPullPage(phone.db, page);
  await readRowsAgain(phone.db);
  expect((await keysOf(phone)).unread).toContain(`case:${later.id}`);
  // The update: the app can read the row of a later form, and cannot read one of the stored subjects.
  await phone.db.unreadSubjects
    .where('key')
    .equals(`case:${later.id}`)
    .modify((row) => void Object.assign(row.pulled.subject, { state: 'filed' }));
  await phone.db.subjects
    .where('key')
    .equals(`case:${readable.subject.id}`)
    .modify((row) => void Object.assign(row.subject, { state: 'evaporated' }));
  await phone.db.meta.put({ key: 'readWith', value: 'an older version' });
  await readRowsAgain(phone.db);
  expect((await shownCase(phone.db, phone.by, later.id))?.case.state).toBe('filed');
  const { read, unread } = await keysOf(phone);
  expect([read, unread.includes(`case:${readable.subject.id}`)]).toEqual([[`case:${later.id}`], true]);
});

test('[C6b] own event in an unread row → tidied away when it is old, like one that the phone reads', async () => {
  const phone = await newPhone();
  const { page, rows } = await mixedPage(phone);
  await recordVerdicts(phone.db, [rows.a, rows.b], [applied(rows.a), applied(rows.b)]);
  await applyPullPage(phone.db, page);
  await tidyOutbox(phone.db, NOON + KEEP_EVENTS + 1);
  expect(await phone.db.outbox.count()).toBe(0);
});
