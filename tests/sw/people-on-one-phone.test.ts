/**
 * Sessions that end, people who share a phone, roles that are taken away: no unsent event is lost or sent in the name
 * of another person.
 */
import { MAX_PUSH_EVENTS } from '#domain/protocol/push.ts';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { demoPassword } from '#demo/community.ts';
import { openStore, type Store } from '#server/store/store.ts';
import { databaseOf } from '#tests/support/database/database.ts';
import { signIn, takePhoto } from '#tests/support/clients/device.ts';
import { perfectLink } from '#tests/support/link/shaping-proxy.ts';
import type { FieldPage } from './field-page.ts';
import { openFieldPhone, type FieldPhone } from './open-field-phone.ts';

declare const fieldPage: FieldPage;

let field: FieldPhone;
let page: Page;
let store: Store;
beforeAll(async () => {
  field = await openFieldPhone();
  ({ page } = field);
  store = await openStore(await databaseOf(field.server.dataDir));
}, 120_000);
afterAll(async () => {
  await store?.close();
  await field?.end();
});
beforeEach(() => page.goto('/'));

const signsIn = async (name: string): Promise<string> => {
  const person = await page.evaluate(([name, password]) => fieldPage.signIn(name, password), [
    name,
    demoPassword,
  ] as const);
  expect(person).toMatch(/^[\w-]{20,}$/);
  return person;
};
const saves = (description: string, bytes: number | null = null) => {
  if (bytes === null) return page.evaluate((it) => fieldPage.save(null, it), description);
  const { bytes: full, thumbnail, manifest } = takePhoto(bytes);
  const photo = { manifest: { ...manifest }, data: [[...full], [...thumbnail]] };
  return page.evaluate(([photo, it]) => fieldPage.save(photo, it), [photo, description] as const);
};
const runs = () => page.evaluate(() => fieldPage.run());
const left = () => page.evaluate(() => fieldPage.left());

/** Ends the session on the server. The phone notices it at its next request. */
const endsTheSession = async () => {
  const cookies = await page.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const answered = await fetch(`${field.server.url}/api/auth/sign-out`, {
    method: 'POST',
    headers: { cookie },
  });
  expect(answered.status).toBe(200);
};

/** The authors that the server stored: of reports by their text, of photos by the person who sent them. */
const onServer = async () => {
  const events = await store.read.selectFrom('events').select(['text', 'person', 'verdict']).execute();
  const claims = await store.read
    .selectFrom('claims')
    .select(['sha256', 'person', 'sent_at'])
    .where('role', '=', 'photo')
    .execute();
  const containing = (text: string) => events.filter((event) => event.text.includes(text));
  return {
    authors: (text: string) => containing(text).map(({ person }) => person),
    verdicts: (text: string) => containing(text).map(({ verdict }) => verdict),
    photosOf: (person: string) => claims.filter((it) => it.person === person && it.sent_at !== null).length,
  };
};

test('[D11a] [D11c] sign-in ends between two pushes → the rest is sent after the next sign-in, each event once', async () => {
  const wang = await signsIn('wang');
  for (let i = 0; i < MAX_PUSH_EVENTS + 3; i++) await saves(`一半${i};`);
  let pushes = 0;
  await page.route('**/api/sync/push', async (route) => {
    if (++pushes === 2) await endsTheSession();
    await route.continue();
  });
  expect(await runs()).toBe('signedOut');
  await page.unroute('**/api/sync/push');
  expect(pushes).toBe(2);
  expect(await left()).toMatchObject({ events: 3 });
  await signsIn('wang');
  expect(await runs()).toBe('done');
  expect((await onServer()).authors('一半')).toEqual(Array.from({ length: MAX_PUSH_EVENTS + 3 }, () => wang));
});

test('[D11a] [D11b] [D11c] sign-in ends during a photo → the received part stays, and the rest is sent after the next sign-in', async () => {
  const wang = await signsIn('wang');
  const before = (await onServer()).photosOf(wang);
  await saves('一张大的', 400_000);
  field.link.shape({ ...perfectLink, upBitsPerSecond: 1_000_000 });
  const startedAt = field.link.bytesUp;
  const run = runs();
  await expect.poll(() => field.link.bytesUp - startedAt, { timeout: 15_000 }).toBeGreaterThan(150_000);
  field.link.goOffline();
  await endsTheSession();
  field.link.shape(perfectLink);
  field.link.goOnline();
  expect(await run).toBe('signedOut');
  expect(await left()).toMatchObject({ events: 0, photos: 1, states: expect.arrayContaining(['waiting']) });
  expect((await onServer()).photosOf(wang)).toBe(before);
  const resumed: (string | undefined)[] = [];
  page.on('request', (it) => {
    if (it.method() === 'PATCH') resumed.push(it.headers()['upload-offset']);
  });
  await signsIn('wang');
  expect(await runs()).toBe('done');
  expect(Number(resumed[0])).toBeGreaterThan(0);
  expect((await onServer()).photosOf(wang)).toBe(before + 1);
});

test('[D11d] [D11e] two people on one phone → events are sent only after the sign-in of their own author, also by the worker', async () => {
  const wang = await signsIn('wang');
  const wangBefore = (await onServer()).photosOf(wang);
  await saves('王的一件', 20_000);
  const zhao = await signsIn('zhao');
  await saves('赵的一件', 20_000);
  await field.fireSync();
  await expect.poll(left, { timeout: 15_000 }).toMatchObject({ events: 0, photos: 0, states: ['confirmed'] });
  expect((await onServer()).authors('的一件')).toEqual([zhao]);

  // Switches back to the first person without a sign-in: the cookie still belongs to the second.
  expect(await page.evaluate((it) => fieldPage.switchTo(it), wang)).toBe(true);
  expect(await runs()).toBe('signedOut');
  const unauthorised = page.context().waitForEvent('response', (it) => it.status() === 401);
  await field.fireSync();
  await unauthorised;
  expect(await left()).toMatchObject({ events: 1, photos: 1 });
  expect((await onServer()).authors('的一件')).toEqual([zhao]);

  await signsIn('wang');
  await field.fireSync();
  await expect.poll(left, { timeout: 15_000 }).toMatchObject({ events: 0, photos: 0 });
  const all = await onServer();
  expect([all.authors('王的一件'), all.authors('赵的一件')]).toEqual([[wang], [zhao]]);
  expect([all.photosOf(wang), all.photosOf(zhao)]).toEqual([wangBefore + 1, 1]);
});

test('[D11f] [D11g] [D11h] role or scope taken away → events are rejected with a reason; phone and dead letters keep them whole', async () => {
  const chen = await signIn(field.server.url, 'chen');
  const theirs = await chen.reports();
  await chen.push(theirs);
  const zhao = await signsIn('zhao');
  const before = (await onServer()).photosOf(zhao);
  const original = await store.read
    .selectFrom('people')
    .select(['role', 'scope'])
    .where('id', '=', zhao)
    .executeTakeFirstOrThrow();
  const change = (to: Partial<typeof original>) =>
    store.write.updateTable('people').set(to).where('id', '=', zhao).execute();

  await page.evaluate((it) => fieldPage.note(it, '越界的补充'), theirs.caseId);
  await change({ scope: '["330199009"]' });
  expect(await runs()).toBe('done');
  expect((await onServer()).verdicts('越界的补充')).toEqual(['rejected']);
  await change({ scope: original.scope });

  await saves('降职后送出', 20_000);
  await change({ role: 'handler' });
  expect(await runs()).toBe('done');
  await change({ role: original.role });
  expect(await left()).toMatchObject({ events: 0, photos: 0 });
  const { reports, pictures } = await page.evaluate(() => fieldPage.reports());
  const rejectedReport = reports.find(({ description }) => description === '降职后送出');
  expect(rejectedReport).toMatchObject({ photos: 1, trust: { kind: 'rejected', reason: 'notPermitted' } });
  expect(pictures).toBeGreaterThanOrEqual(2);
  const deadLetters = await store.read
    .selectFrom('dead_letters')
    .select(['signed', 'reason'])
    .where('person', '=', zhao)
    .orderBy('received_at')
    .execute();
  expect(deadLetters.map(({ reason }) => reason)).toEqual(['outOfScope', 'notPermitted']);
  expect(deadLetters[1]?.signed).toContain('降职后送出');
  expect((await onServer()).photosOf(zhao)).toBe(before + 1);
});
