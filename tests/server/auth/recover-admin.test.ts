import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runRecoverAdmin } from '#server/recover-admin.ts';
import { RECOVERY_LIFE } from '#server/auth/codes.ts';
import { databaseOf, isOnPostgres } from '#tests/support/database/database.ts';
import { audited, errorOf } from '#tests/support/clients/admin-client.ts';
import { deviceKey, enrol, postTake, signIn } from '#tests/support/clients/device.ts';
import { makeFolder, startTestServer, type TestServer } from '#tests/support/servers/test-server.ts';

let server: TestServer;
let now = Date.now();
beforeAll(async () => {
  server = await startTestServer({ clock: () => now });
});
afterAll(() => server.end());

const recover = async (...args: readonly string[]) => {
  const lines: string[] = [];
  const env = isOnPostgres() ? { DATABASE_URL: await databaseOf(server.dataDir) } : {};
  const all = ['--data-dir', server.dataDir, ...args];
  await runRecoverAdmin(
    all,
    env,
    (line) => lines.push(line),
    () => now,
  );
  return lines.join('\n');
};
const codeIn = (output: string): string => /: (\w{4}-\w{4})$/m.exec(output)![1]!;
const look = (code: string) =>
  fetch(`${server.url}/api/enrolment/look`, { method: 'POST', body: JSON.stringify({ code }) });

test('[N7a] [N7b] [N7c] recover-admin while the server runs → the code makes one new admin, audited without an author', async () => {
  const output = await recover();
  expect(output).toContain('/join');
  const code = codeIn(output);
  expect(await (await look(code)).json()).toMatchObject({ name: null, role: 'admin', needsPassword: true });
  const password = 'a long password';
  const admin = await enrol(server.url, { code, name: '新管理员', username: 'new.admin', password });
  expect(admin.person).toMatchObject({ role: 'admin', scope: [admin.person.region] });
  const [made, printed] = await audited(admin, 'recovery');
  expect(made).toMatchObject({ id: admin.person.id, by: null, after: { name: '新管理员' } });
  expect(printed).toMatchObject({ by: null, after: { role: 'admin' } });
  expect(await errorOf(look(code))).toBe('codeUsed');
  const { publicKey, sign } = deviceKey();
  const device = { id: randomUUID(), label: 'another phone', publicKey };
  const second = postTake(server.url, { code, name: '另一人', username: 'other', password, device, sign });
  expect(await errorOf(second)).toBe('codeUsed');
  expect((await signIn(server.url, 'new.admin', { password })).person.role).toBe('admin');
});

test('[N7c] a recovery code after an hour → expired', async () => {
  const code = codeIn(await recover());
  now += RECOVERY_LIFE;
  expect(await errorOf(look(code))).toBe('codeExpired');
});

test('recover-admin, another county or no database → says what to do', async () => {
  await expect(recover('--region', '999999')).rejects.toThrow('--region');
  await expect(recover('--no-such-flag')).rejects.toThrow('Usage: recover-admin');
  const folder = await makeFolder();
  await expect(runRecoverAdmin(['--data-dir', folder], {}, () => {})).rejects.toThrow(
    'no Grid Patrol database',
  );
});
