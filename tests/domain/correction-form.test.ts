import { expect, test } from 'vitest';
import { correctedEvent } from '#domain/correction/correction.ts';
import { faultsIn, nestedBody, correctionFormOf, flatBody } from '#domain/correction/correction-form.ts';
import { anEvent, aReport, aSpot } from '#tests/support/data/a-case.ts';
import { parseEvent } from '#domain/parse-event.ts';

const body = aReport({ spot: aSpot({ building: '3', floor: '2' }) });
const textOf = (changes: object, type = 'case.reported') =>
  JSON.stringify({
    ...anEvent({ type: 'case.reported', author: 'wang', device: 'phone', body }),
    type,
    body: { ...body, ...changes },
  });
const corrected = (text: string, changed: object) =>
  parseEvent(
    JSON.stringify(
      correctedEvent(
        { text, hash: 'a'.repeat(64), person: 'wang', device: 'phone' },
        { id: '01980000-0000-7000-8000-000000000003', by: 'admin', device: 'desk' },
        nestedBody((JSON.parse(text) as { type: string }).type, changed as Record<string, unknown>) as never,
      ),
    ),
  );

test('[D16e] a dead letter → the fields that its reason and unreadable values name can be corrected', () => {
  expect(correctionFormOf(textOf({ hazard: 'ZZ99' }), 'unknownHazard')?.fields).toEqual([
    'hazard',
    'severity',
  ]);
  expect(correctionFormOf(textOf({ handled: true }), 'afterPhotoMissing')?.fields).toEqual(['handled']);
  expect(correctionFormOf(textOf({}), 'idReused')?.fields).toEqual([]);
  const spot = { ...body.spot, building: 'x'.repeat(121) };
  const long = correctionFormOf(textOf({ description: '长'.repeat(2001), spot }), 'unreadableEvent');
  expect(long?.fields.toSorted()).toEqual(['building', 'description']);
  const forbidden = correctionFormOf(textOf({ description: 'a\0b' }), 'forbiddenText');
  expect(forbidden).toMatchObject({ fields: ['description'], body: { description: 'ab' } });
});

test('[D16e] unreadable facts that only the author knows → left out and named', () => {
  const form = correctionFormOf(
    textOf({ position: { lat: 200, lon: 0 }, grid: 'x', handled: 'yes' }),
    'unreadableEvent',
  )!;
  expect(form).toMatchObject({
    fields: ['handled'],
    body: { position: null, grid: null, handled: false, description: '楼道充电' },
  });
  expect(form.leftOut.toSorted()).toEqual(['grid', 'position']);
  expect(faultsIn('case.reported', form.body)).toEqual([]);
});

test('[D16e] the corrected initial form → a valid event', () => {
  const text = textOf({ hazard: 7, severity: 'dire', channel: 'smoke', description: null, spot: 'here' });
  const form = correctionFormOf(text, 'unreadableEvent')!;
  expect(faultsIn('case.reported', form.body)).toEqual(['hazard']);
  expect(corrected(text, { ...form.body, hazard: 'EB02' })).toMatchObject({
    ok: true,
    value: {
      author: 'wang',
      mended: { by: 'admin' },
      body: { hazard: 'EB02', severity: 'general', description: '' },
    },
  });
  const note = textOf({ text: '' }, 'case.noted');
  expect(correctionFormOf(note, 'unreadableEvent')?.fields).toEqual(['text']);
});

test('[D16e] a reason that no correction helps → no form', () => {
  for (const reason of [
    'notAuthor',
    'notPermitted',
    'outOfScope',
    'subjectExists',
    'photoMissing',
    'unknownType',
  ])
    expect(correctionFormOf(textOf({}), reason)).toBeNull();
  expect(correctionFormOf('not json', 'unreadableEvent')).toBeNull();
  expect(correctionFormOf(textOf({}, 'case.teleported'), 'unreadableEvent')).toBeNull();
  expect(flatBody('[]')).toEqual({});
  const ofAnother = { text: textOf({}), hash: 'a'.repeat(64), person: 'zhao', device: 'phone' };
  expect(correctedEvent(ofAnother, { id: 'x', by: 'admin', device: 'desk' }, body as never)).toBeNull();
});
