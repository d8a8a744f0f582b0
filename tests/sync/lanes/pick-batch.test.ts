import { expect, test } from 'vitest';
import { pickBatch } from '#sync/lanes/push-lane.ts';

const NOW = Date.UTC(2026, 6, 1);

const row = (eventId: string, subjectKey: string, bytes = 100) => ({
  eventId,
  subjectKey,
  text: 'x'.repeat(bytes),
  receipt: null,
  receivedAt: null,
  signature: 's',
});
const backoffWith = (waiting: readonly string[], failures: Readonly<Record<string, number>> = {}) => ({
  isOpen: (key: string) => !waiting.includes(key),
  failures: (key: string) => failures[key] ?? 0,
});
const idsOf = (rows: readonly { eventId: string }[]) => rows.map((it) => it.eventId);

test('pickBatch, more events than the limit → takes the oldest, up to the limit', () => {
  const rows = [row('1', 'a'), row('2', 'b'), row('3', 'c')];
  expect(idsOf(pickBatch(rows, backoffWith([]), 2, NOW))).toEqual(['1', '2']);
});

test('[P7b] pickBatch, an event waits for its back-off → holds back the later events of its subject only', () => {
  const rows = [row('1', 'a'), row('2', 'b'), row('3', 'a'), row('4', 'c')];
  expect(idsOf(pickBatch(rows, backoffWith(['event:1']), 50, NOW))).toEqual(['2', '4']);
  expect(idsOf(pickBatch(rows, backoffWith(['event:3']), 50, NOW))).toEqual(['1', '2', '4']);
});

test('[P11b] [P7a] pickBatch, a subject failed before → comes after the others, in its own order', () => {
  const rows = [row('1', 'a'), row('2', 'a'), row('3', 'b')];
  expect(idsOf(pickBatch(rows, backoffWith([], { 'event:1': 3 }), 50, NOW))).toEqual(['3', '1', '2']);
});

test('[P8c] pickBatch, large events → stays under 256 KB; one larger event is sent alone', () => {
  const rows = [row('1', 'a', 200_000), row('2', 'b', 100_000), row('3', 'c')];
  expect(idsOf(pickBatch(rows, backoffWith([]), 50, NOW))).toEqual(['1']);
  const large = [row('1', 'a', 300_000), row('2', 'b')];
  expect(idsOf(pickBatch(large, backoffWith([]), 50, NOW))).toEqual(['1']);
});

test('[P8c] pickBatch, Chinese text → counts bytes in UTF-8', () => {
  const chinese = { ...row('1', 'a'), text: '楼'.repeat(60_000) };
  expect(
    idsOf(pickBatch([chinese, { ...chinese, eventId: '2', subjectKey: 'b' }], backoffWith([]), 50, NOW)),
  ).toEqual(['1']);
});
