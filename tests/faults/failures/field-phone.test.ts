import { DefaultQueryExecutor } from 'kysely';
import { expect, onTestFinished, test, vi } from 'vitest';
import { signIn } from '#tests/support/clients/device.ts';
import { startTestServer } from '#tests/support/servers/test-server.ts';
import { FieldPhone } from './field-phone.ts';

const fails = (message: string, code: string): void => {
  const query = vi.spyOn(DefaultQueryExecutor.prototype, 'executeQuery');
  onTestFinished(() => query.mockRestore());
  query.mockRejectedValueOnce(Object.assign(new Error(message), { code }));
};

test('error answer of a running server → recorded as a refusal and as a missing answer', async () => {
  const server = await startTestServer();
  onTestFinished(() => server.end());
  const phone = new FieldPhone(await signIn(server.url, 'wang'), () => 0.99);
  await phone.writes();
  const sends = () => phone.sends().catch(() => undefined);

  fails('Connection terminated', '08006');
  await sends();
  expect([phone.unanswered, phone.refusals]).toEqual([1, []]);
  fails('a bug', '');
  await sends();
  expect([phone.unanswered, phone.refusals]).toEqual([2, [expect.stringMatching(/^500 .*"internal"/)]]);
  await sends();
  expect([phone.unanswered, phone.answered.verdicts.size]).toEqual([2, 1]);
});
