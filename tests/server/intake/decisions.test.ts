import type { EventOf } from '#domain/subjects.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signIn, type Device } from '#tests/support/clients/device.ts';
import { startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

let server: TestServer;
let wang: Device;
let chen: Device;
let lin: Device;
beforeAll(async () => {
  server = await startTestServer();
  [wang, chen, lin] = [
    await signIn(server.url, 'wang'),
    await signIn(server.url, 'chen'),
    await signIn(server.url, 'lin'),
  ];
});
afterAll(() => server.end());

test('[D14a] [D14b] the first decision to arrive counts, two made offline → the second is contested and kept', async () => {
  const report = await wang.reports();
  await wang.push(report);
  const [filed, dismissed] = [
    await chen.files(report.caseId),
    await lin.dismisses(report.caseId, '重复上报'),
  ];
  expect(await lin.push(dismissed)).toMatchObject({ verdict: 'applied', reason: null });
  expect(await chen.push(filed)).toMatchObject({ verdict: 'contested', reason: 'wrongState' });
  for (const phone of [wang, chen, lin]) {
    const { subjects } = await phone.pullsAll();
    const { subject } = subjects.find((row) => row.subject.id === report.caseId)!;
    expect(subject).toMatchObject({ state: 'dismissed', dismissReason: '重复上报' });
    expect(subject.timeline.map(({ type, verdict, reason }) => [type, verdict, reason])).toEqual([
      ['case.reported', 'applied', null],
      ['case.dismissed', 'applied', null],
      ['case.filed', 'contested', 'wrongState'],
    ]);
  }
});

const HOUR = 3_600_000;

test.each([
  ['a day ahead', 24 * HOUR],
  ['a time zone behind', -8 * HOUR],
])('[D15a] [D15b] the corrected time counts, device clock %s → both times are kept', async (_, skew) => {
  const skewed = await signIn(server.url, 'wang', { clock: () => Date.now() + skew, clockOffset: -skew });
  const [first, second] = [await skewed.reports(), await wang.reports()];
  await skewed.pushes(first);
  await wang.push(second);
  const { subjects } = await chen.pullsAll();
  const cases = [first, second].map(
    ({ caseId }) => subjects.find((row) => row.subject.id === caseId)!.subject,
  );
  expect(cases[0]!.reportedAt).toBeLessThanOrEqual(cases[1]!.reportedAt);
  expect(Math.abs(cases[0]!.reportedAt - Date.now())).toBeLessThan(60_000);
  const [line] = cases[0]!.timeline;
  expect(line!.deviceAt - line!.at).toBe(skew);
  expect(Math.abs(line!.receivedAt! - line!.at)).toBeLessThan(60_000);
});

test.each([
  ['reset to 2016', Date.UTC(2016, 0, 1), 'contact'],
  ['a year ahead', Date.now() + 365 * 24 * HOUR, 'receipt'],
] as const)(
  '[D15e] [D15f] an impossible time, device clock %s → bounded by last contact and receipt, marked, both kept',
  async (_, at, bound) => {
    const lastServerTime = Date.now() - 3 * HOUR;
    const { caseId, event } = await wang.reports();
    const body = event.body as EventOf<'case.reported'>['body'];
    const wrong = await wang.writes('case.reported', caseId, body, { at, lastServerTime });
    const { receivedAt } = await wang.push(wrong);
    const { subjects } = await chen.pullsAll();
    const { subject } = subjects.find((row) => row.subject.id === caseId)!;
    const bounded = bound === 'contact' ? lastServerTime : receivedAt;
    expect(subject).toMatchObject({ reportedAt: bounded, isTimeUncertain: true });
    expect(subject.timeline[0]).toMatchObject({
      at: bounded,
      isUncertain: true,
      deviceAt: at,
      receivedAt,
    });
  },
);
