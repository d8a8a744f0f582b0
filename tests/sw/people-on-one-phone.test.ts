/** A sign-in that ends, people who share a phone, a role that is taken away: nothing unsent is lost, or sent as another's. */
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

/** On the server, as an admin ends a session: the phone hears of it when it asks next. */
const endsTheSession = async () => {
  const cookies = await page.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const answered = await fetch(`${field.server.url}/api/auth/sign-out`, {
    method: 'POST',
    headers: { cookie },
  });
  expect(answered.status).toBe(200);
};

/** Whose the server holds them to be: reports by their words, photos by who sent them. */
const held = async () => {
  const events = await store.read.selectFrom('events').select(['text', 'person', 'verdict']).execute();
  const claims = await store.read
    .selectFrom('claims')
    .select(['sha256', 'person', 'sent_at'])
    .where('role', '=', 'photo')
    .execute();
  const saying = (words: string) => events.filter(({ text }) => text.includes(words));
  return {
    authors: (words: string) => saying(words).map(({ person }) => person),
    verdicts: (words: string) => saying(words).map(({ verdict }) => verdict),
    photosOf: (person: string) => claims.filter((it) => it.person === person && it.sent_at !== null).length,
  };
};

test('[D11a] [D11c] a sign-in that ends between two pushes costs nothing: the rest goes after the next one, each once', async () => {
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
  expect((await held()).authors('一半')).toEqual(Array.from({ length: MAX_PUSH_EVENTS + 3 }, () => wang));
});

test('[D11a] [D11b] [D11c] a sign-in that ends in the middle of a photo: what came of it stays, and the rest follows under the same name', async () => {
  const wang = await signsIn('wang');
  const before = (await held()).photosOf(wang);
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
  expect((await held()).photosOf(wang)).toBe(before);
  const resumed: (string | undefined)[] = [];
  page.on('request', (it) => {
    if (it.method() === 'PATCH') resumed.push(it.headers()['upload-offset']);
  });
  await signsIn('wang');
  expect(await runs()).toBe('done');
  expect(Number(resumed[0])).toBeGreaterThan(0);
  expect((await held()).photosOf(wang)).toBe(before + 1);
});

test('[D11d] [D11e] two people on one phone: each one’s work goes under their own name, after their own sign-in, the worker’s too', async () => {
  const wang = await signsIn('wang');
  const wangBefore = (await held()).photosOf(wang);
  await saves('王的一件', 20_000);
  const zhao = await signsIn('zhao');
  await saves('赵的一件', 20_000);
  await field.fireSync();
  await expect.poll(left, { timeout: 15_000 }).toMatchObject({ events: 0, photos: 0, states: ['confirmed'] });
  expect((await held()).authors('的一件')).toEqual([zhao]);

  // Back to the first without a sign-in: the cookie is still the other's.
  expect(await page.evaluate((it) => fieldPage.switchTo(it), wang)).toBe(true);
  expect(await runs()).toBe('signedOut');
  const heard = page.context().waitForEvent('response', (it) => it.status() === 401);
  await field.fireSync();
  await heard;
  expect(await left()).toMatchObject({ events: 1, photos: 1 });
  expect((await held()).authors('的一件')).toEqual([zhao]);

  await signsIn('wang');
  await field.fireSync();
  await expect.poll(left, { timeout: 15_000 }).toMatchObject({ events: 0, photos: 0 });
  const all = await held();
  expect([all.authors('王的一件'), all.authors('赵的一件')]).toEqual([[wang], [zhao]]);
  expect([all.photosOf(wang), all.photosOf(zhao)]).toEqual([wangBefore + 1, 1]);
});

test('[D11f] [D11g] [D11h] a role or a scope taken away meanwhile: refused with its reason, kept whole on the phone and at the office', async () => {
  const chen = await signIn(field.server.url, 'chen');
  const theirs = await chen.reports();
  await chen.push(theirs);
  const zhao = await signsIn('zhao');
  const before = (await held()).photosOf(zhao);
  const stood = await store.read
    .selectFrom('people')
    .select(['role', 'scope'])
    .where('id', '=', zhao)
    .executeTakeFirstOrThrow();
  const change = (to: Partial<typeof stood>) =>
    store.write.updateTable('people').set(to).where('id', '=', zhao).execute();

  await page.evaluate((it) => fieldPage.note(it, '越界的补充'), theirs.caseId);
  await change({ scope: '["330199009"]' });
  expect(await runs()).toBe('done');
  expect((await held()).verdicts('越界的补充')).toEqual(['rejected']);
  await change({ scope: stood.scope });

  await saves('降职后送出', 20_000);
  await change({ role: 'handler' });
  expect(await runs()).toBe('done');
  await change({ role: stood.role });
  expect(await left()).toMatchObject({ events: 0, photos: 0 });
  const { reports, pictures } = await page.evaluate(() => fieldPage.reports());
  const mine = reports.find(({ description }) => description === '降职后送出');
  expect(mine).toMatchObject({ photos: 1, trust: { kind: 'rejected', reason: 'notPermitted' } });
  expect(pictures).toBeGreaterThanOrEqual(2);
  const letters = await store.read
    .selectFrom('dead_letters')
    .select(['signed', 'reason'])
    .where('person', '=', zhao)
    .orderBy('received_at')
    .execute();
  expect(letters.map(({ reason }) => reason)).toEqual(['outOfScope', 'notPermitted']);
  expect(letters[1]?.signed).toContain('降职后送出');
  expect((await held()).photosOf(zhao)).toBe(before + 1);
});
