import { sample } from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { capabilities } from '#domain/people/capabilities.ts';
import type { OfficePerson } from '#domain/office/office-person.ts';
import type { Edit, ImportKind } from '#domain/office/messages.ts';
import { referenceKinds } from '#domain/reference/reference.ts';
import { openStore, type Store } from '#server/store/store.ts';
import { signIn, type Device } from '#tests/support/clients/device.ts';
import { importAll, rowsOf } from '#tests/support/clients/importer.ts';
import { anyRequest, type AnyRequest, type Known } from '#tests/support/data/arbitrary-requests.ts';
import { databaseOf } from '#tests/support/database/database.ts';
import { isFullRun } from '#tests/support/run/full-run.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

/** Half of them by people who may change nothing. */
const REQUESTS = isFullRun ? 2400 : 400;
const seed = Number(process.env['SEED'] ?? Date.now() % 1e9);

let server: TestServer;
let admin: Device;
let store: Store;
let known: Known;
beforeAll(async () => {
  server = await startTestServer();
  admin = await signIn(server.url, 'admin');
  store = await openStore(await databaseOf(server.dataDir));
  await importAll(admin, 'unit', '名称\n幸福物业\n');
  await importAll(admin, 'area', '编码,名称\n330199001,柳浪街道\n');
  await importAll(admin, 'calendar', '年份,放假\n2027,2027-01-01\n');
  const rows: Edit[] = [];
  for (const kind of referenceKinds)
    for (const row of (await rowsOf(admin, kind as ImportKind)).slice(0, 2)) rows.push({ kind, ...row });
  known = { rows, ids: [...rows.map(({ id }) => id), admin.id, admin.person.id, 'K7Q4M9XD'] };
});
afterAll(async () => {
  await store.close();
  await server.end();
});

const send = (cookies: readonly (string | null)[], { method, path, headers, body, sender }: AnyRequest) =>
  fetch(`${server.url}${path}`, {
    method,
    headers: { ...headers, ...(cookies[sender] ? { cookie: cookies[sender] } : {}) },
    ...(body === null || method === 'GET' || method === 'HEAD' ? {} : { body: body as BodyInit }),
  });

/** Requests with an answer of 5xx. */
const sendAll = async (requests: readonly AnyRequest[], cookies: readonly (string | null)[]) => {
  const failed: unknown[] = [];
  for (const request of requests) {
    const response = await send(cookies, request);
    const text = await response.text();
    if (response.status >= 500)
      failed.push({ ...request, body: String(request.body).slice(0, 300), status: response.status, text });
  }
  return failed;
};

const officeTables = ['people', 'reference', 'reference_edits', 'enrolment_codes', 'enrolment_uses'] as const;

const contents = async () => {
  const all: Record<string, readonly string[]> = {};
  for (const table of officeTables)
    all[table] = (await store.read.selectFrom(table).selectAll().execute())
      .map((row) => JSON.stringify(row))
      .sort();
  return all;
};

const madeRequests = (senders: number, offset: number) =>
  sample(anyRequest(known, senders), { numRuns: REQUESTS / 2, seed: seed + offset });

test(`[I6a] any requests to the office and the enrolment by others than admins → no 5xx, no row changes (SEED=${seed})`, async () => {
  const others = await Promise.all(['chen', 'wang', 'liu', 'zhou'].map((name) => signIn(server.url, name)));
  const cookies = [...others.map(({ cookie }) => cookie), null, 'grid-patrol.session_token=a.b', '\u00ff=;;'];
  const before = await contents();
  expect(await sendAll(madeRequests(cookies.length, 0), cookies)).toEqual([]);
  expect(await contents()).toEqual(before);
}, 240_000);

test(`[I6a] [I6b] any requests by an admin → no 5xx, each changed row is in the audit, an admin is left (SEED=${seed})`, async () => {
  const last = await store.read
    .selectFrom('reference_edits')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .executeTakeFirstOrThrow();
  expect(await sendAll(madeRequests(1, 1), [admin.cookie])).toEqual([]);
  const audit = await store.read
    .selectFrom('reference_edits')
    .selectAll()
    .where('seq', '>', last.seq)
    .execute();
  const audited = new Set(audit.map(({ region, kind, id, seq }) => [region, kind, id, seq].join(' ')));
  const rows = await store.read.selectFrom('reference').selectAll().where('seq', '>', last.seq).execute();
  for (const { region, kind, id, seq } of rows) expect(audited).toContain([region, kind, id, seq].join(' '));
  expect(new Set(audit.map(({ region, edited_by }) => `${region} ${edited_by}`)).size).toBeLessThan(2);
  const people = (await rowsOf<OfficePerson>(await signIn(server.url, 'admin'), 'person')).map(
    ({ value }) => value,
  );
  expect(people.some(({ role, retired }) => capabilities[role].administers && !retired)).toBe(true);
}, 240_000);
