import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import * as v from 'valibot';
import { newPlaceId, placeAddress, PLACE_ID_LENGTH, shownPlaceId } from '#domain/place/place-id.ts';
import { placeSchema } from '#domain/place/place.ts';
import { CODE_ALPHABET } from '#domain/protocol/enrolment.ts';
import { seededRandom } from '#tests/support/data/seeded-random.ts';

test('[G3a] ids of new places → twelve signs without look-alikes, each equally often, none twice', () => {
  const random = seededRandom(5);
  const bytes = (count: number) => Uint8Array.from({ length: count }, () => Math.floor(random() * 256));
  const ids = Array.from({ length: 8000 }, () => newPlaceId(bytes));
  expect(new Set(ids).size).toBe(ids.length);
  const counts = new Map<string, number>();
  for (const id of ids) {
    expect(id).toHaveLength(PLACE_ID_LENGTH);
    for (const sign of id) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  }
  expect([...counts.keys()].sort().join('')).toBe([...CODE_ALPHABET].sort().join(''));
  const expected = (ids.length * PLACE_ID_LENGTH) / CODE_ALPHABET.length;
  for (const count of counts.values()) expect(Math.abs(count / expected - 1)).toBeLessThan(0.07);
});

test('[G3a] any random bytes → an id that the schema of places accepts', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 4096, maxLength: 4096 }), (bytes) => {
      fc.pre(bytes.some((byte) => byte < 253));
      let at = 0;
      const id = newPlaceId((count) => Uint8Array.from({ length: count }, () => bytes[at++ % bytes.length]!));
      expect(v.is(placeSchema.entries.id, id)).toBe(true);
    }),
  );
});

test('an id on a label → groups of four, and the address of its page', () => {
  expect(shownPlaceId('K7Q3M9XDACEF')).toBe('K7Q3 M9XD ACEF');
  expect(shownPlaceId('p1')).toBe('p1');
  expect(placeAddress('https://a.example', 'K7Q3M9XDACEF')).toBe('https://a.example/p/K7Q3M9XDACEF');
});
