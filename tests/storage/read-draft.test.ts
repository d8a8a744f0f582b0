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

test('draft of an earlier version → no HEIC files wait for the decoder', () => {
  expect(readDraft(firstDraft(none)).undecoded).toEqual([]);
});

test('draft of this version → unchanged', () => {
  const draft: DraftRow = {
    ...firstDraft(none),
    form: { ...emptyForm, carried: { fields: ['unit'], from: null, within: 60 } },
    undecoded: [{ sha256: 'h', role: 'scene', name: 'a.heic' }],
  };
  expect(readDraft(draft)).toEqual(draft);
});
