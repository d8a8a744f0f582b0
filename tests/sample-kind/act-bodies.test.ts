import { expect, test } from 'vitest';
import {
  emptyTextRejected,
  furtherActs,
  madeFromNeeds,
  missingTextAccepted,
} from '#tests/support/data/needs-and-bodies.ts';

test('the bodies of both kinds → made from their needs alone, but for the two with fields of their own', () => {
  const withFields = ['sample.weighed', 'sample.moved'];
  expect(furtherActs).toEqual(expect.arrayContaining(withFields));
  expect(madeFromNeeds()).toEqual(furtherActs.filter((type) => !withFields.includes(type)));
  expect([missingTextAccepted(), emptyTextRejected()]).toEqual([[], []]);
});
