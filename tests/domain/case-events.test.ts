import { applyEvent, judge, type EventOf, type EventType, type LedgerEvent } from '#domain/subjects.ts';
import { describe, expect, test } from 'vitest';
import type { Case } from '#domain/case/case.ts';
import type { ManifestPhoto } from '#domain/ledger/photo-manifest.ts';
import type { Authority } from '#domain/ledger/roles.ts';
import { aManifestPhoto, anEvent, aReport } from '#tests/support/data/a-case.ts';
import { contextOf, grids, people } from '#tests/support/data/arbitrary-events.ts';

const person = (id: string): Authority => people.find((it) => it.person === id)!;
const patroller = person('patroller-1');
const otherPatroller = person('patroller-2');
const reviewer = person('reviewer-1');
const distantReviewer = person('reviewer-2');
const handler = person('handler-1');
const observer = person('observer-1');
const admin = person('admin-1');

const photo = (letter: string, role: ManifestPhoto['role'] = 'scene'): ManifestPhoto => {
  const sha256 = letter.repeat(64);
  return aManifestPhoto({ sha256, bytes: 1000, thumbnail: { sha256, bytes: 100 }, role });
};

/** After every event. */
const RECEIVED = 4e12;

let made = 0;
const event = <T extends EventType>(
  type: T,
  by: Authority,
  body: EventOf<T>['body'],
  more: Partial<Pick<LedgerEvent, 'photos' | 'replaces' | 'clockOffset'>> = {},
): LedgerEvent => {
  made += 1;
  return anEvent({
    type,
    body,
    id: `01980000-0000-7000-8000-${String(made).padStart(12, '0')}`,
    subject: { kind: 'case', id: '01980000-0000-7000-8000-00000000cafe' },
    author: by.person,
    at: 1_750_000_000_000 + made,
    ...more,
  } as Parameters<typeof anEvent<T>>[0]) as LedgerEvent;
};

const body = aReport({ grid: grids[0]!, description: 'first words' });
const report = (by = patroller, changed: Partial<typeof body> = {}, more: Parameters<typeof event>[3] = {}) =>
  event('case.reported', by, { ...body, ...changed }, more);
const note = (by: Authority) => event('case.noted', by, { text: 'seen' });
const filed = (by: Authority) => event('case.filed', by, { text: '' });

const judged = (current: Case | null, it: LedgerEvent, by: Authority) => judge(current, it, contextOf(by));
/** Applies the events. A test that starts from a rejected event is wrong. */
const after = (...steps: readonly (readonly [LedgerEvent, Authority])[]): Case =>
  steps.reduce<Case | null>((current, [it, by]) => {
    expect(judged(current, it, by)).toEqual({ verdict: 'applied' });
    return applyEvent(current, { event: it, by, verdict: 'applied', reason: null, receivedAt: RECEIVED });
  }, null)!;

describe('a report', () => {
  test('a report, with a grid, with an author scope, with neither → the case is in that grid, in that scope, in the region', () => {
    expect(after([report(), patroller])).toMatchObject({
      state: 'reported',
      gridScope: grids[0],
      region: '330106',
    });
    expect(after([report(otherPatroller, { grid: null }), otherPatroller]).gridScope).toBe(grids[1]);
    const nowhere = { ...patroller, scope: [] };
    expect(after([report(patroller, { grid: null }), nowhere]).gridScope).toBe('330106');
  });

  test.each([
    ['an unknown hazard kind', report(patroller, { hazard: 'ZZ99' }), patroller, 'unknownHazard'],
    [
      'handled without an after photo',
      report(patroller, { handled: true }, { photos: [photo('a')] }),
      patroller,
      'afterPhotoMissing',
    ],
    ['a handler', report(handler), handler, 'notPermitted'],
    ['an admin', report(admin), admin, 'notPermitted'],
  ])('a report or act, %s → rejected', (_, it, by, reason) => {
    expect(judged(null, it, by)).toEqual({ verdict: 'rejected', reason });
  });

  test('handled on the spot, with an after photo → applied', () => {
    const it = report(patroller, { handled: true }, { photos: [photo('a'), photo('b', 'after')] });
    expect(after([it, patroller])).toMatchObject({ handled: true, state: 'reported' });
  });

  test('device time with an offset → corrected time is shown, device time is kept', () => {
    const it = report(patroller, {}, { clockOffset: -500 });
    const { reportedAt, timeline } = after([it, patroller]);
    expect(reportedAt).toBe(it.at - 500);
    expect(timeline[0]).toMatchObject({ at: it.at - 500, deviceAt: it.at, receivedAt: RECEIVED });
  });
});

describe('resubmission', () => {
  const first = report(patroller, {}, { photos: [photo('a'), photo('b')] });
  const resubmission = (by: Authority, replaces = first.id) =>
    report(
      by,
      { description: 'better words', hazard: 'GC03' },
      { replaces, photos: [photo('b'), photo('c')] },
    );

  test('[E5a] [F3a] by the author → new text and photos, photos of others stay, both timeline entries', () => {
    const added = event('case.photoAdded', reviewer, { text: '' }, { photos: [photo('d')] });
    const it = resubmission(patroller);
    const resubmitted = after([first, patroller], [added, reviewer], [it, patroller]);
    expect(resubmitted).toMatchObject({
      description: 'better words',
      hazard: 'GC03',
      reportEvent: it.id,
      state: 'reported',
    });
    expect(
      resubmitted.photos
        .map(({ sha256 }) => sha256[0])
        .sort()
        .join(''),
    ).toBe('bcd');
    expect(resubmitted.timeline.map(({ type }) => type)).toEqual([
      'case.reported',
      'case.photoAdded',
      'case.reported',
    ]);
  });

  test('[E5b] by another person or of an older report → rejected', () => {
    const current = after([first, patroller]);
    const rejected = { verdict: 'rejected', reason: 'subjectExists' };
    expect(judged(current, resubmission(otherPatroller), otherPatroller)).toEqual(rejected);
    expect(judged(current, resubmission(reviewer), reviewer)).toEqual(rejected);
    expect(judged(current, report(), patroller)).toEqual(rejected);
    const again = after([first, patroller], [resubmission(patroller), patroller]);
    expect(judged(again, resubmission(patroller), patroller)).toEqual(rejected);
    expect(judged(again, resubmission(patroller, again.reportEvent), patroller)).toEqual({
      verdict: 'applied',
    });
  });

  test('[E5c] after a decision → contested', () => {
    const current = after([first, patroller], [filed(reviewer), reviewer]);
    expect(judged(current, resubmission(patroller), patroller)).toEqual({
      verdict: 'contested',
      reason: 'wrongState',
    });
  });

  test('[E5d] of a rejected report → opens the case', () => {
    expect(after([resubmission(patroller), patroller])).toMatchObject({
      state: 'reported',
      description: 'better words',
    });
  });
});

describe('acts on a case', () => {
  const reported = () => after([report(), patroller]);

  test('[F5a] an act, case unknown → held', () => {
    for (const it of [note(patroller), filed(reviewer)])
      expect(judged(null, it, it.author === 'reviewer-1' ? reviewer : patroller)).toEqual({
        verdict: 'held',
      });
  });

  test.each([
    ['a note', note(patroller), patroller],
    ['a note by the handler of the region', note(handler), handler],
    ['a decision', filed(reviewer), reviewer],
  ])('an act, %s → applied', (_, it, by) => {
    expect(judged(reported(), it, by)).toEqual({ verdict: 'applied' });
  });

  test.each([
    ['a patroller files', filed(patroller), patroller, 'notPermitted'],
    ['a reviewer of another street', filed(distantReviewer), distantReviewer, 'outOfScope'],
    ['a patroller of another grid', note(otherPatroller), otherPatroller, 'outOfScope'],
    ['an observer adds a note', note(observer), observer, 'notPermitted'],
    ['a photo without a photo', event('case.photoAdded', patroller, { text: '' }), patroller, 'photoMissing'],
  ])('a report or act, %s → rejected', (_, it, by, reason) => {
    expect(judged(reported(), it, by)).toEqual({ verdict: 'rejected', reason });
  });

  test('the reporter, case outside the own scope → may add notes and photos', () => {
    const elsewhere = after([report(patroller, { grid: grids[2] }), patroller]);
    expect(judged(elsewhere, note(patroller), patroller)).toEqual({ verdict: 'applied' });
  });

  test('two decisions → the first stays with its reason, the second is contested', () => {
    const dismissed = event('case.dismissed', reviewer, { text: 'no hazard' });
    const current = after([report(), patroller], [dismissed, reviewer]);
    expect(current).toMatchObject({ state: 'dismissed', dismissReason: 'no hazard' });
    expect(judged(current, filed(reviewer), reviewer)).toEqual({
      verdict: 'contested',
      reason: 'wrongState',
    });
    expect(judged(current, note(patroller), patroller)).toEqual({
      verdict: 'contested',
      reason: 'wrongState',
    });
  });

  test('an act other than a report, no case → throws', () => {
    const entry = {
      event: note(patroller),
      by: patroller,
      verdict: 'applied',
      reason: null,
      receivedAt: 1,
    } as const;
    expect(() => applyEvent(null, entry)).toThrow('cannot begin');
  });
});
