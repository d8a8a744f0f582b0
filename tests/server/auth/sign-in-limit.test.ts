import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  FAILURES_A_NAME,
  FAILURES_A_NAME_ANYWHERE,
  FAILURES_AN_ADDRESS,
  limitSignIn,
  openSignInQueue,
  WINDOW_MILLIS,
} from '#server/auth/sign-in-limit.ts';
import { openStore, type Store } from '#server/store/store.ts';
import { databaseOf } from '#tests/support/database/database.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

let server: TestServer;
/** Two processes of one database. */
let here: Store;
let there: Store;
beforeAll(async () => {
  server = await startTestServer();
  [here, there] = [
    await openStore(await databaseOf(server.dataDir)),
    await openStore(await databaseOf(server.dataDir)),
  ];
});
afterAll(async () => {
  await here.close();
  await there.close();
  await server.end();
});
beforeEach(async () => {
  await here.write.deleteFrom('failed_tries').execute();
});

const MINUTE = 60_000;
const tries = async (address: string, username: string, now: number, isRight = false, store = here) =>
  (await limitSignIn(store, { address, username }, now, async () => (isRight ? 'right' : null))) !== null;

test('[N4a] a name at one address, ten failures in two processes → refused for ten minutes there only', async () => {
  for (let i = 0; i < FAILURES_A_NAME; i++)
    expect(await tries('here', 'wang', i, false, i % 2 ? here : there)).toBe(true);
  expect(await tries('here', 'wang', 100, true)).toBe(false);
  expect(await tries('here', 'wang', WINDOW_MILLIS - 1, true, there)).toBe(false);
  expect(await tries('here', 'zhao', 100, true)).toBe(true);
  expect(await tries('elsewhere', 'wang', 100, true)).toBe(true);
  expect(await tries('here', 'wang', WINDOW_MILLIS, true)).toBe(true);
});

test('[N4a] a name at one address, fifty guesses at once → ten are checked', async () => {
  const guesses = await Promise.all(
    Array.from({ length: 50 }, (_, i) => tries('here', 'wang', 1, false, i % 2 ? here : there)),
  );
  expect(guesses.filter(Boolean)).toHaveLength(FAILURES_A_NAME);
});

test('[N4b] an address, failures of many names → refused for every name there only', async () => {
  for (let i = 0; i < FAILURES_AN_ADDRESS; i++) await tries('here', `name ${i}`, 0);
  expect(await tries('here', 'wang', 1, true)).toBe(false);
  expect(await tries('elsewhere', 'wang', 1, true)).toBe(true);
});

test('only failures count, a hundred sign-ins of one name → all pass', async () => {
  for (let i = 0; i < 100; i++) expect(await tries('here', 'wang', i, true)).toBe(true);
});

test('[N4c] a name attacked from many addresses → growing pauses, none at an address of the person', async () => {
  expect(await tries('office', 'wang', 0, true)).toBe(true);
  for (let i = 0; i < FAILURES_A_NAME_ANYWHERE; i++) expect(await tries(`bot ${i}`, 'wang', i)).toBe(true);
  expect(await tries('bot x', 'wang', 1000)).toBe(false);
  const pauses: number[] = [];
  let now = FAILURES_A_NAME_ANYWHERE;
  for (let i = 0; i < 7; i++) {
    const before = now;
    while (!(await tries(`bot y${i}`, 'wang', now))) now += 1000;
    pauses.push(Math.round((now - before) / 1000));
  }
  expect(pauses).toEqual([2, 4, 8, 16, 32, 60, 60]);
  expect(await tries('a new phone', 'wang', now + MINUTE, true)).toBe(true);
  expect(await tries('office', 'wang', now, true)).toBe(true);
  expect(await tries('bot x', 'zhao', now)).toBe(true);
});

test('four sign-ins of one address run at once, twenty → the others wait; another address does not', async () => {
  const queue = openSignInQueue();
  let running = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running -= 1;
    if (most === 2) throw new Error('a failure lets the next one run');
  };
  const crowd = Array.from({ length: 20 }, () => queue.inTurn('here', work).catch(() => undefined));
  expect(await Promise.race([queue.inTurn('elsewhere', async () => 'at once'), ...crowd])).toBe('at once');
  await Promise.all(crowd);
  expect([most, running]).toEqual([4, 0]);
});
