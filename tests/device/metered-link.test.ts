import { expect, test } from 'vitest';
import { createMeteredLink } from '#device/metered-link.ts';

const linkOf = (properties: { type?: string; saveData?: boolean }) =>
  Object.assign(new EventTarget(), properties);

test.each([
  [{ type: 'cellular' }, true, true],
  [{ type: 'bluetooth' }, true, true],
  [{ type: 'wifi' }, true, false],
  [{ type: 'ethernet' }, true, false],
  [{ type: 'wifi', saveData: true }, true, false],
  [{ type: 'cellular', saveData: true }, true, true],
  [{ type: 'none' }, true, false],
  [{ type: 'unknown' }, false, false],
  [{ saveData: false }, false, false],
  [{ saveData: true }, true, true],
] as const)('%o → canTell %s, metered %s', (properties, canTell, isMetered) => {
  const link = createMeteredLink(linkOf(properties));
  expect([link.canTell(), link.isMetered()]).toEqual([canTell, isMetered]);
});

test('browser without the API → no link is metered', () => {
  const link = createMeteredLink(null);
  expect([link.canTell(), link.isMetered()]).toEqual([false, false]);
  link.watch(() => {})();
});

test('watch → reports changes until it is ended', () => {
  const connection = linkOf({ type: 'cellular' });
  let changes = 0;
  const end = createMeteredLink(connection).watch(() => void (changes += 1));
  connection.dispatchEvent(new Event('change'));
  end();
  connection.dispatchEvent(new Event('change'));
  expect(changes).toBe(1);
});
