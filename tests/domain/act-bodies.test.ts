import { expect, test } from 'vitest';
import {
  emptyTextRejected,
  furtherActs,
  madeFromNeeds,
  missingTextAccepted,
} from '#tests/support/data/needs-and-bodies.ts';

test('the body of each act on a subject, made from its needs alone → accepted', () => {
  expect(furtherActs.length).toBeGreaterThan(3);
  expect(madeFromNeeds()).toEqual(furtherActs);
});

test('the body of each act → rejected without a text that it needs, accepted without one that it does not need', () => {
  expect(missingTextAccepted()).toEqual([]);
  expect(emptyTextRejected()).toEqual([]);
});
