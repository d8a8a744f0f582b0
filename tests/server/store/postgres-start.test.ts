/** The errors for a wrong DATABASE_URL. None of them contains the password. */
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unfitness } from '#server/store/postgres.ts';
import { openStore } from '#server/store/store.ts';
import { inPostgres, isOnPostgres, makeDatabase } from '#tests/support/database/database.ts';
import { killServers, runServer } from '#tests/support/servers/server-process.ts';
import { makeFolder } from '#tests/support/servers/test-server.ts';

/** Opens a store, expects a StartError and returns its message. */
const startErrorOf = async (url: string): Promise<string> => {
  const thrown: unknown = await openStore(url).then(
    (store) => store.close(),
    (error: unknown) => error,
  );
  expect(thrown).toMatchObject({ name: 'StartError' });
  return (thrown as Error).message;
};

test.each([
  [140_012, 'UTF8', 'it is PostgreSQL 14, and Grid Patrol needs 15 or newer'],
  [90_624, 'UTF8', 'it is PostgreSQL 9, and Grid Patrol needs 15 or newer'],
  [150_000, 'SQL_ASCII', 'its encoding is SQL_ASCII, and Grid Patrol needs UTF8'],
  [150_000, 'UTF8', null],
  [180_004, 'UTF8', null],
])('PostgreSQL 15 and UTF8 are required, version %i with %s → reason %s', (version, encoding, reason) => {
  expect(unfitness({ version, encoding })).toBe(reason);
});

describe.runIf(isOnPostgres())('a wrong database address', () => {
  let folder: string;
  let url: string;
  beforeAll(async () => {
    folder = await makeFolder();
    url = await makeDatabase('empty');
  });
  afterAll(async () => {
    killServers();
    await rm(folder, { recursive: true });
  });

  const changed = (changes: Partial<URL>): string => Object.assign(new URL(url), changes).href;

  test('wrong password, user or database → an error that names the reason', async () => {
    const { port, password } = new URL(url);
    const wrongPassword = await startErrorOf(changed({ password: 'hunter2-hunter2' }));
    expect(wrongPassword).toMatch(
      /^Cannot use the PostgreSQL database t_\w+ on 127\.0\.0\.1:\d+: it does not/,
    );
    expect(wrongPassword).toContain('does not accept this user with this password');
    expect(wrongPassword).not.toContain('hunter2');
    expect(await startErrorOf(changed({ username: 'stranger' }))).toContain('does not accept this user');
    expect(await startErrorOf(changed({ password: '' }))).toContain('it requires a password');
    expect(await startErrorOf(changed({ pathname: 'nowhere' }))).toBe(
      `Cannot use the PostgreSQL database nowhere on 127.0.0.1:${port}: there is no database of this name; create it with createdb.`,
    );
    expect(await startErrorOf(changed({ pathname: 'nowhere' }))).not.toContain(password);
  });

  test('no server, unknown host or another program → an error that names the reason', async () => {
    expect(await startErrorOf('postgres://u:hunter2@127.0.0.1:1/patrol')).toBe(
      'Cannot use the PostgreSQL database patrol on 127.0.0.1:1: no server listens there.',
    );
    expect(await startErrorOf('postgres://u:hunter2@nowhere.invalid/patrol')).toMatch(
      /^Cannot use the PostgreSQL database patrol on nowhere\.invalid:5432: (the host does not exist|the name of the host cannot be resolved)\.$/,
    );
    const otherProgram = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(
      0,
      '127.0.0.1',
    );
    await once(otherProgram, 'listening');
    const { port } = otherProgram.address() as AddressInfo;
    const message = await startErrorOf(`postgres://u:hunter2@127.0.0.1:${port}/patrol`);
    expect(message).toMatch(new RegExp(`^Cannot use the PostgreSQL database patrol on 127.0.0.1:${port}: `));
    expect(message).not.toContain('hunter2');
    otherProgram.close();
  });

  test('user without rights, or database with another encoding → an error that names the reason', async () => {
    const name = new URL(url).pathname.slice(1);
    await inPostgres((client) => client.query(`create role guest login password 'guest-word'`));
    const guest = await startErrorOf(changed({ username: 'guest', password: 'guest-word' }));
    expect(guest).toContain(`database ${name} on`);
    expect(guest).toContain('may not create tables there');
    await inPostgres((client) =>
      client.query(
        `create database ${name}_ascii encoding 'SQL_ASCII' template template0 locale_provider libc locale 'C'`,
      ),
    );
    const ascii = changed({ pathname: `${name}_ascii` });
    expect(await startErrorOf(ascii)).toContain('its encoding is SQL_ASCII');
    await inPostgres((client) => client.query('drop role guest'));
  });

  test('the server process, wrong address → one line and exit; in use → the password is never printed', async () => {
    const { password } = new URL(url);
    const wrong = runServer(['--port', '0', '--data-dir', folder], {
      DATABASE_URL: changed({ pathname: 'nowhere' }),
    });
    expect(await wrong.ended()).toBe(1);
    expect(wrong.stdout()).toBe('');
    expect(wrong.stderr()).toMatch(/^Cannot use the PostgreSQL database nowhere on [^\n]+\n$/);
    const run = runServer(['--port', '0', '--data-dir', folder, '--no-demo'], {
      DATABASE_URL: url,
      LOG_LEVEL: 'trace',
    });
    const address = await run.listening();
    await inPostgres((client) =>
      client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
        new URL(url).pathname.slice(1),
      ]),
    );
    await fetch(`${address}/healthz`);
    expect(await run.kill('SIGTERM')).toBe(0);
    expect(wrong.stderr() + run.stdout() + run.stderr()).not.toContain(password);
  });
});
