import { expect, test } from 'vitest';
import type { Position } from '#domain/base/geometry.ts';
import { emptyForm } from '#storage/outbox/drafts.ts';
import { readDraft } from '#storage/outbox/read-draft.ts';
import type { DraftRow } from '#storage/databases/main-db.ts';

const {
  isSeverityByHand: _byHand,
  carried: _carried,
  choice: _choice,
  isLocationDenied: _denied,
  ...common
} = emptyForm;
const position = (source: Position['source']): Position => ({
  lat: 30,
  lon: 120,
  accuracyMetres: null,
  ageMillis: null,
  source,
});
/** As the first version of the app stored it. */
const firstDraft = (form: { chosenPosition: Position | null; noPosition: string | null }) =>
  ({
    id: 'd',
    caseId: 'c',
    updatedAt: 0,
    form: { ...common, ...form },
    photos: [],
    replaces: null,
  }) as unknown as DraftRow;

const none = { chosenPosition: null, noPosition: null };
const pin = position('pin');

test.each([
  ['a pin', { ...none, chosenPosition: pin }, { source: 'given', position: pin }, false],
  ['the position of a photo', { ...none, chosenPosition: position('photo') }, null, false],
  ['indoors', { ...none, noPosition: 'indoors' }, { source: 'indoors' }, false],
  ['a denied permission', { ...none, noPosition: 'denied' }, null, true],
  ['nothing', none, null, false],
])('draft of the first version with %s → the same choice', (_what, form, choice, isLocationDenied) => {
  expect(readDraft(firstDraft(form)).form).toEqual({
    ...common,
    isSeverityByHand: false,
    carried: null,
    choice,
    isLocationDenied,
  });
});

const manifest = { sha256: 'h', role: 'after', source: 'file' };

test('draft of an earlier version → a report on its case, its photos in the slots of their roles', () => {
  const row = { ...firstDraft(none), photos: [manifest], replaces: 'e' } as unknown as DraftRow;
  expect(readDraft(row)).toEqual({
    id: 'd',
    kind: 'report',
    subject: { kind: 'case', id: 'c' },
    updatedAt: 0,
    form: expect.objectContaining({ choice: null }),
    photos: [{ sha256: 'h', slot: 'after', source: 'file' }],
    undecoded: [],
    replaces: 'e',
  });
});

test('photos on the way into a case, as an earlier version stored them → a draft of their own kind', () => {
  const row = { ...firstDraft(none), photos: [manifest], adding: ['b.jpg'] } as unknown as DraftRow;
  expect(readDraft(row)).toMatchObject({
    kind: 'photos',
    subject: { kind: 'case', id: 'c' },
    form: { missing: ['b.jpg'] },
    photos: [{ sha256: 'h', slot: 'after' }],
  });
});

test('draft of this version → unchanged', () => {
  const draft: DraftRow = {
    id: 'd',
    kind: 'report',
    subject: { kind: 'case', id: 'c' },
    updatedAt: 0,
    form: { ...emptyForm, carried: { fields: ['unit'], from: null, within: 60 } },
    photos: [],
    undecoded: [{ sha256: 'h', slot: 'scene', name: 'a.heic' }],
    replaces: null,
  };
  expect(readDraft(draft)).toBe(draft);
});
