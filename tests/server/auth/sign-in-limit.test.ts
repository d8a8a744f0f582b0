import { expect, test } from 'vitest';
import {
  FAILURES_A_NAME,
  FAILURES_AN_ADDRESS,
  openSignInLimit,
  WINDOW_MILLIS,
} from '#server/auth/sign-in-limit.ts';

test('a name is limited for each address, ten failures → blocked for ten minutes there only', () => {
  const limit = openSignInLimit();
  for (let i = 0; i < FAILURES_A_NAME; i++) {
    expect(limit.allows('here', 'wang', i)).toBe(true);
    limit.failed('here', i % 2 ? 'Wang' : 'wang', i);
  }
  expect(limit.allows('here', 'wang', 100)).toBe(false);
  expect(limit.allows('here', 'WANG', WINDOW_MILLIS - 1)).toBe(false);
  expect(limit.allows('here', 'zhao', 100)).toBe(true);
  expect(limit.allows('elsewhere', 'wang', 100)).toBe(true);
  expect(limit.allows('here', 'wang', WINDOW_MILLIS)).toBe(true);
});

test('an address is limited, failures of many names → blocked for all names', () => {
  const limit = openSignInLimit();
  for (let i = 0; i < FAILURES_AN_ADDRESS; i++) limit.failed('here', `name ${i}`, 0);
  expect(limit.allows('here', 'wang', 1)).toBe(false);
  expect(limit.allows('elsewhere', 'wang', 1)).toBe(true);
});

test('four sign-ins of one address run at once, twenty → the others wait; another address does not', async () => {
  const limit = openSignInLimit();
  let running = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running -= 1;
    if (most === 2) throw new Error('a failure lets the next one run');
  };
  const crowd = Array.from({ length: 20 }, () => limit.inTurn('here', work).catch(() => undefined));
  expect(await Promise.race([limit.inTurn('elsewhere', async () => 'at once'), ...crowd])).toBe('at once');
  await Promise.all(crowd);
  expect([most, running]).toEqual([4, 0]);
});
