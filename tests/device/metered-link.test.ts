import { expect, test } from 'vitest';
import { createMeteredLink } from '#device/metered-link.ts';

const linkOf = (its: { type?: string; saveData?: boolean }) => Object.assign(new EventTarget(), its);

test.each([
  [{ type: 'cellular' }, true, true],
  [{ type: 'bluetooth' }, true, true],
  [{ type: 'wifi' }, true, false],
  [{ type: 'ethernet' }, true, false],
  [{ type: 'wifi', saveData: true }, true, true],
  [{ type: 'none' }, true, false],
  [{ type: 'unknown' }, false, false],
  [{ saveData: false }, false, false],
  [{ saveData: true }, true, true],
] as const)('%o: it can tell %s, metered %s', (its, canTell, isMetered) => {
  const link = createMeteredLink(linkOf(its));
  expect([link.canTell(), link.isMetered()]).toEqual([canTell, isMetered]);
});

test('a browser without a word on it calls no link metered', () => {
  const link = createMeteredLink(null);
  expect([link.canTell(), link.isMetered()]).toEqual([false, false]);
  link.watch(() => {})();
});

test('a link that changes says so until nobody listens', () => {
  const connection = linkOf({ type: 'cellular' });
  let changes = 0;
  const end = createMeteredLink(connection).watch(() => void (changes += 1));
  connection.dispatchEvent(new Event('change'));
  end();
  connection.dispatchEvent(new Event('change'));
  expect(changes).toBe(1);
});
