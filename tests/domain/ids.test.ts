import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { uuidPattern } from '#domain/ledger/ids.ts';
import { uuidV7 } from '#domain/ledger/uuid-v7.ts';

const millis = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const random = fc.uint8Array({ minLength: 10, maxLength: 16 });

test('ids made at different times, any random bits → sorted by time', () => {
  fc.assert(
    fc.property(millis, millis, random, random, (a, b, bitsA, bitsB) => {
      fc.pre(a !== b);
      const [first, second] = a < b ? [a, b] : [b, a];
      expect(uuidV7(first, bitsA) < uuidV7(second, bitsB)).toBe(true);
    }),
  );
});

test('an id → a UUID of version 7 with its time and random bits', () => {
  fc.assert(
    fc.property(millis, random, (at, bits) => {
      const id = uuidV7(at, bits);
      expect(id).toMatch(uuidPattern);
      expect(id[14]).toBe('7');
      expect('89ab').toContain(id[19]);
      expect(parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(at);
      expect(id.slice(28)).toBe(Buffer.from(bits.subarray(6, 10)).toString('hex'));
    }),
  );
});

test('the example of RFC 9562 → the same id', () => {
  const bits = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
  expect(uuidV7(0x017f22e279b0, bits)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
});
