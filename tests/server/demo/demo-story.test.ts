import { expect, test } from 'vitest';
import { gridAt } from '#domain/place/grid.ts';
import { shippedHazardKinds } from '#domain/catalogue/shipped-hazard-kinds.ts';
import { demoGrids } from '#demo/grids.ts';
import { writeStory } from '#demo/story/write-story.ts';
import { parseEvent } from '#domain/parse-event.ts';

/** A Saturday afternoon in the community. */
const NOW = Date.UTC(2026, 10, 21, 7, 30);
const DAYS = 60;
const story = writeStory(NOW, DAYS);
const actions = story.flatMap((batch) => batch.actions);
const reports = actions.flatMap((action) =>
  action.type === 'case.reported' && action.replaces === undefined ? [action] : [],
);

test('the story covers the catalogue, 60 days → about 300 cases of all hazard kinds, most of the main families', () => {
  expect(reports.length).toBeGreaterThan(260);
  expect(reports.length).toBeLessThan(340);
  const codes = new Set(reports.map((report) => report.body.hazard));
  expect(codes).toEqual(new Set(shippedHazardKinds.map((kind) => kind.code)));
  const first = reports.filter((report) => /^(EB|GC|WA)/.test(report.body.hazard));
  expect(first.length / reports.length).toBeGreaterThan(0.7);
});

test('the story is deterministic, same end → equal, another end → different', () => {
  expect(writeStory(NOW, DAYS)).toEqual(story);
  expect(writeStory(NOW + 86_400_000, DAYS)).not.toEqual(story);
});

test('batches are in order of time, all batches → after their acts and before the end', () => {
  for (const [i, { at, actions: sent }] of story.entries()) {
    expect(at).toBeGreaterThanOrEqual(story[i - 1]?.at ?? 0);
    expect(at).toBeLessThan(NOW);
    for (const action of sent) expect(action.at).toBeLessThanOrEqual(at);
  }
});

test('every event is readable, all acts → parsed, with unique ids', () => {
  const ids = new Set<string>();
  for (const { type, id, caseId, at, body, replaces } of actions) {
    const event = {
      v: 1,
      id,
      type,
      subject: { kind: 'case', id: caseId },
      author: 'somebody',
      device: 'a-phone',
      at,
      clockOffset: 0,
      ...(replaces ? { replaces } : {}),
      photos: [],
      body,
    };
    expect(parseEvent(JSON.stringify(event)), JSON.stringify(event)).toMatchObject({ ok: true });
    ids.add(id);
  }
  expect(ids.size).toBe(actions.length);
});

test('a report is consistent, all reports → severity of the catalogue, position inside its grid, unique text', () => {
  const severities = new Map(shippedHazardKinds.map((kind) => [kind.code, kind.severity]));
  for (const { body } of reports) {
    expect(body.severity).toBe(severities.get(body.hazard));
    if (body.position) expect(gridAt(demoGrids, body.position)?.code).toBe(body.grid);
    else expect(body.noPosition).not.toBeNull();
    expect(body.description).not.toMatch(/[{}]|undefined/);
  }
  expect(new Set(reports.map(({ body }) => body.description)).size).toBe(reports.length);
});

test('people report at working times, all reports → fewer on Sundays, none at night', () => {
  const inChina = reports.map((report) => new Date(report.at + 8 * 3_600_000));
  const on = (weekday: number) => inChina.filter((date) => date.getUTCDay() === weekday).length;
  expect(on(0)).toBeLessThan(on(2) * 0.75);
  for (const date of inChina) {
    expect(date.getUTCHours()).toBeGreaterThanOrEqual(7);
    expect(date.getUTCHours()).toBeLessThanOrEqual(21);
  }
});

test('reviewers decide, end of the story → most filed, some dismissed with a reason, the newest undecided', () => {
  const decided = new Set(
    actions.flatMap((action) => (/filed|dismissed/.test(action.type) ? [action.caseId] : [])),
  );
  const waiting = reports.filter((report) => !decided.has(report.caseId));
  expect(waiting.length).toBeGreaterThanOrEqual(12);
  expect(waiting.length).toBeLessThanOrEqual(24);
  const oldest = Math.min(...waiting.map((report) => report.at));
  expect(reports.filter((report) => report.at > oldest && decided.has(report.caseId)).length).toBeLessThan(
    12,
  );
  const dismissed = actions.filter((action) => action.type === 'case.dismissed');
  expect(dismissed.length).toBeGreaterThan(20);
  for (const { body } of dismissed) expect((body as { text: string }).text.length).toBeGreaterThan(8);
  expect(waiting.filter((report) => report.isLastPhotoMissing)).toHaveLength(3);
});

test('handled on the spot needs an after photo, all reports → exactly the handled ones have one', () => {
  const handled = reports.filter((report) => report.body.handled);
  expect(handled.length).toBeGreaterThan(15);
  for (const { body, shots } of reports)
    expect(shots.some((shot) => shot.role === 'after')).toBe(body.handled);
});

test('a story without pictures needs no photo, same end → no shots, no added photo, nothing handled on the spot', () => {
  const plain = writeStory(NOW, DAYS, false).flatMap((batch) => batch.actions);
  expect(writeStory(NOW, DAYS, false).flatMap((batch) => batch.actions)).toEqual(plain);
  expect(plain.length).toBeGreaterThan(actions.length * 0.9);
  for (const { type, shots, body } of plain) {
    expect(type).not.toBe('case.photoAdded');
    expect(shots).toEqual([]);
    if (type === 'case.reported') expect((body as { handled: boolean }).handled).toBe(false);
  }
});
