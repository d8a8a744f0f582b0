import { Dexie } from 'dexie';
import { expect, test } from 'vitest';
import type { EventId } from '#domain/ledger/ids.ts';
import { unsentEvents } from '#storage/outbox/outbox.ts';
import { saveCaseEvent, type CaseAct } from '#storage/outbox/save-report.ts';
import { takeForSending, UNDO_TIME, undoEvent } from '#storage/outbox/undo.ts';
import { draftOf, NOON, report } from '#tests/storage/samples.ts';
import { eventually, gate, isPush, newRig, pushesOf, type Rig } from '#tests/sync/rig.ts';

const act = async (rig: Rig, caseId: string, type: CaseAct['type'], text = ''): Promise<EventId> => {
  const saved = await saveCaseEvent(rig.author(rig.clock.time), { caseId, type, text });
  if (!saved.ok) throw new Error(saved.error);
  return saved.value;
};

/** A reviewer's device with a case that the server has. */
const withCase = async () => {
  const rig = await newRig('reviewer');
  const { caseId } = await report(rig);
  await rig.run();
  rig.slept.length = 0;
  rig.server.seen.length = 0;
  return { rig, caseId };
};
/** The subjects of the pushed events. */
const sent = (rig: Rig): readonly string[] => pushesOf(rig).flat();

test('[U1a] a decision → stored at the tap, sent after the time to undo', async () => {
  const { rig, caseId } = await withCase();
  const id = await act(rig, caseId, 'case.filed');
  expect((await unsentEvents(rig.db)).map((row) => row.eventId)).toEqual([id]);
  let sentAt = 0;
  rig.server.script(({ path }) => {
    if (isPush(path)) sentAt = rig.clock.time;
    return undefined;
  });
  expect(await rig.run()).toEqual({ kind: 'done' });
  expect(sent(rig)).toEqual([caseId]);
  expect(sentAt).toBe(NOON + UNDO_TIME);
});

test('[U1a] a note, photos, a report → sent without a wait', async () => {
  const { rig, caseId } = await withCase();
  await act(rig, caseId, 'case.noted', '看过了');
  await report(rig, 1);
  await rig.run();
  expect(rig.slept).toEqual([]);
  expect(await unsentEvents(rig.db)).toEqual([]);
});

test('[U1b] events after a decision → wait with it on its case, not on another', async () => {
  const { rig, caseId } = await withCase();
  await act(rig, caseId, 'case.filed');
  await act(rig, caseId, 'case.noted', '已通知');
  const other = await report(rig);
  await rig.run();
  expect(pushesOf(rig)).toEqual([[other.caseId], [caseId, caseId]]);
});

test('[U2a] a decision, undone in time → deleted, never sent', async () => {
  const { rig, caseId } = await withCase();
  const id = await act(rig, caseId, 'case.filed');
  expect(await undoEvent(rig.db, id)).toMatchObject({ id, type: 'case.filed' });
  expect(await rig.run()).toEqual({ kind: 'done' });
  expect(sent(rig)).toEqual([]);
  expect(await rig.db.outbox.get(id)).toBeUndefined();
  expect(await undoEvent(rig.db, id)).toBeNull();
});

test('[U2b] undo after the engine has read the decision for a batch → not sent', async () => {
  const { rig, caseId } = await withCase();
  const id = await act(rig, caseId, 'case.filed');
  let undone: Promise<unknown> | undefined;
  rig.db.outbox.hook('reading', (row) => {
    if (rig.clock.time >= NOON + UNDO_TIME) undone ??= Dexie.ignoreTransaction(() => undoEvent(rig.db, id));
    return row;
  });
  expect(await rig.run()).toEqual({ kind: 'done' });
  expect(await undone).toMatchObject({ id });
  expect(sent(rig)).toEqual([]);
});

test('[U2c] undo after a batch has taken the decision → refused, and the decision arrives', async () => {
  const { rig, caseId } = await withCase();
  const id = await act(rig, caseId, 'case.dismissed', '重复');
  const door = gate();
  rig.server.script(({ path }) => (isPush(path) ? door.opened : undefined));
  const running = rig.run();
  await eventually(() => sent(rig).length > 0);
  expect(await undoEvent(rig.db, id)).toBeNull();
  door.open();
  await running;
  expect(await rig.db.outbox.get(id)).toMatchObject({ unsent: 0, verdict: 'applied' });
});

test('[U2c] undo and a batch at once, a hundred times → one of them has the decision, never both', async () => {
  const { rig } = await withCase();
  for (let round = 0; round < 100; round++) {
    const id = await act(rig, crypto.randomUUID(), 'case.filed');
    const row = (await rig.db.outbox.get(id))!;
    const both = [() => undoEvent(rig.db, id), () => takeForSending(rig.db, [row])] as const;
    const [undone, taken] =
      round % 2 === 0
        ? await Promise.all([both[0](), both[1]()])
        : await Promise.all([both[1](), both[0]()]).then(([one, other]) => [other, one] as const);
    expect([undone === null, taken.length]).toEqual(taken.length === 1 ? [true, 1] : [false, 0]);
  }
});

test('[U3] the browser is killed in the time to undo → the decision is sent after the restart', async () => {
  const { rig, caseId } = await withCase();
  await act(rig, caseId, 'case.filed');
  const killed = new AbortController();
  const running = rig.newEngine(rig.server.transport, async () => killed.abort()).run(killed.signal);
  expect(await running).toEqual({ kind: 'stopped' });
  expect(sent(rig)).toEqual([]);
  rig.clock.time += 3 * 24 * 3_600_000;
  await rig.newEngine().run(rig.stop.signal);
  expect(sent(rig)).toEqual([caseId]);
});

test('[U4] the clock is set back a day after a decision → sent at once', async () => {
  const { rig, caseId } = await withCase();
  await act(rig, caseId, 'case.filed');
  rig.clock.time -= 24 * 3_600_000;
  await rig.run();
  expect(rig.slept).toEqual([]);
  expect(sent(rig)).toEqual([caseId]);
});

test('[U5] a later event of the same case → the decision before it cannot be undone', async () => {
  const { rig, caseId } = await withCase();
  const decision = await act(rig, caseId, 'case.filed');
  await act(rig, caseId, 'case.noted', '已通知');
  expect(await undoEvent(rig.db, decision)).toBeNull();
  const elsewhere = draftOf();
  await report(rig, 0, elsewhere);
  const other = await act(rig, elsewhere.subject.id, 'case.filed');
  expect(await undoEvent(rig.db, other)).toMatchObject({ id: other });
});
