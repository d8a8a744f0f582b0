import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { databaseEnv, isOnPostgres } from '#tests/support/database/database.ts';
import { cutBody } from '#tests/support/link/cut-upload.ts';
import { signIn, takePhoto } from '#tests/support/clients/device.ts';
import { makeFolder } from '#tests/support/servers/test-server.ts';
import { killServers, runServer } from '#tests/support/servers/server-process.ts';

/** How long a stopping server waits for open connections, in milliseconds. */
const GRACE = 5_000;

let folder: string;
beforeAll(async () => {
  folder = await makeFolder();
});
afterAll(async () => {
  killServers();
  await rm(folder, { recursive: true, force: true });
});

/** A server process without a demo story, on the database of this run. */
const runOwn = async (name: string, args: readonly string[] = []) => {
  const dataDir = join(folder, name);
  const run = runServer(
    ['--port', '0', '--demo-days', '0', '--data-dir', dataDir, ...args],
    await databaseEnv(dataDir),
  );
  return { dataDir, run };
};

/** Runs to the end and expects exit code 1 and no standard output. Returns the one line of the error output. */
const errorLineOf = async (args: readonly string[], env: Record<string, string> = {}): Promise<string> => {
  const run = runServer(args, env);
  expect(await run.ended()).toBe(1);
  expect(run.stdout()).toBe('');
  expect(run.stderr()).toMatch(/^[^\n]+\n$/);
  return run.stderr().trim();
};

test('[S10f] connections wait while the server is busy, 1500 at once → all are answered', async () => {
  const { run } = await runOwn('busy');
  const { hostname, port } = new URL(await run.listening());
  process.kill(run.pid, 'SIGSTOP');
  const sockets = Array.from({ length: 1500 }, () => connect({ host: hostname, port: Number(port) }));
  const statusLines = sockets.map((socket) =>
    once(socket, 'data').then(([piece]: Buffer[]) => piece!.toString().split('\r\n')[0]),
  );
  await Promise.all(
    sockets.map((socket) => once(socket, 'connect', { signal: AbortSignal.timeout(60_000) })),
  );
  for (const socket of sockets) socket.write('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n');
  process.kill(run.pid, 'SIGCONT');
  expect(new Set(await Promise.all(statusLines))).toEqual(new Set(['HTTP/1.1 200 OK']));
  for (const socket of sockets) socket.destroy();
  await run.kill('SIGTERM');
}, 120_000);

test('help, --help → all flags and variables', async () => {
  const run = runServer(['--help']);
  expect(await run.ended()).toBe(0);
  for (const word of [
    '--port',
    '--data-dir',
    '--no-demo',
    'DATA_DIR',
    'DATABASE_URL',
    'PUBLIC_URL',
    'TRUSTED_ORIGINS',
  ])
    expect(run.stdout()).toContain(word);
});

test('start errors, wrong value of a flag → one line with the reason', async () => {
  expect(await errorLineOf(['--port', 'eighty'])).toBe(
    'The port must be a whole number from 0 to 65535, not "eighty".',
  );
});

test('start errors, port in use → one line, and the folder is free again', async () => {
  const taken = createServer().listen(0);
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  const dataDir = join(folder, 'taken');
  expect(await errorLineOf(['--port', String(port), '--no-demo', '--data-dir', dataDir])).toContain(
    `port ${port}: another program`,
  );
  taken.close();
  const { run } = await runOwn('taken', ['--no-demo']);
  await run.listening();
  await run.kill('SIGTERM');
});

test('start errors, unusable data folder → one line with the reason', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  expect(await errorLineOf(['--data-dir', file])).toContain('part of the path is a file');
  await mkdir(join(folder, 'broken'));
  await writeFile(
    join(folder, 'broken', 'grid-patrol.sqlite'),
    'this is a text file, and long enough. '.repeat(200),
  );
  expect(await errorLineOf(['--data-dir', join(folder, 'broken')])).toContain('is not a database');
});

test('start errors, read-only data folder → one line with the reason', async () => {
  const own = join(folder, 'read-only');
  await mkdir(own);
  await chmod(own, 0o555);
  // Root may write to any folder of its own, but not to /sys.
  const readOnly = process.getuid?.() === 0 ? '/sys' : own;
  expect(await errorLineOf(['--data-dir', readOnly])).toMatch(/this user may not write there|read-only/);
});

test.skipIf(isOnPostgres())(
  '[S1a] [S1b] one process for each folder, second process → refused, after kill -9 → the folder is free and complete',
  async () => {
    const dataDir = join(folder, 'killed');
    const first = runServer(['--port', '0', '--demo-days', '0', '--data-dir', dataDir]);
    const wang = await signIn(await first.listening(), 'wang');
    expect(await errorLineOf(['--port', '0', '--data-dir', dataDir])).toContain(
      'is in use by another Grid Patrol server',
    );
    const photo = takePhoto();
    const report = await wang.reports({ photos: [photo] });
    const verdict = await wang.push(report);
    expect((await wang.sendsPhoto(photo)).status).toBe(201);
    await first.kill('SIGKILL');

    const second = runServer(['--port', new URL(wang.url).port, '--data-dir', dataDir]);
    await second.listening();
    expect(await wang.push(report)).toEqual({ ...verdict, duplicate: true });
    expect(await wang.asksFor([photo.manifest.sha256])).toMatchObject([{ state: 'complete' }]);
    expect(await second.kill('SIGTERM')).toBe(0);
  },
);

test.runIf(isOnPostgres())(
  '[P5] [S1b] answered data survives, kill -9 → the next start has verdict and photo',
  async () => {
    const { run: first } = await runOwn('killed');
    const wang = await signIn(await first.listening(), 'wang');
    const photo = takePhoto();
    const report = await wang.reports({ photos: [photo] });
    const verdict = await wang.push(report);
    expect((await wang.sendsPhoto(photo)).status).toBe(201);
    await first.kill('SIGKILL');
    const { run: second } = await runOwn('killed');
    const back = wang.at(await second.listening());
    expect(await back.push(report)).toEqual({ ...verdict, duplicate: true });
    expect(await back.asksFor([photo.manifest.sha256])).toMatchObject([{ state: 'complete' }]);
    expect(await second.kill('SIGTERM')).toBe(0);
  },
);

test('[S2] cut bodies end only their requests, then Ctrl-C with an open connection → exit code 0 at once', async () => {
  const { run } = await runOwn('stopped');
  const wang = await signIn(await run.listening(), 'wang');
  await wang.push(await wang.reports({ description: 'secret words' }));
  const photo = takePhoto(100_000);
  await wang.push(await wang.reports({ photos: [photo] }));
  await cutBody(wang, '/api/sync/push');
  await cutBody(wang, '/api/photos/thumbnails');
  await cutBody(wang, `/api/photos/${photo.manifest.sha256}`, 'PUT');
  expect((await fetch(`${wang.url}/healthz`)).status).toBe(200);
  const startedAt = performance.now();
  expect(await run.kill('SIGINT')).toBe(0);
  // Waiting for the connection to end would take the whole grace period.
  expect(performance.now() - startedAt).toBeLessThan(GRACE);
  expect(run.stderr()).toBe('');
  // The log has JSON lines, without cookies and bodies.
  const lines = run
    .stdout()
    .split('\n')
    .filter((line) => line.startsWith('{'));
  expect(lines.map((line) => JSON.parse(line) as object)).toContainEqual(
    expect.objectContaining({ method: 'POST', path: '/api/sync/push', status: 200 }),
  );
  expect(lines.filter((line) => (JSON.parse(line) as { level: number }).level > 40)).toEqual([]);
  expect(lines.join()).not.toContain('secret words');
  expect(lines.join()).not.toContain(wang.cookie.split('=')[1]);
});

test('terminal texts, start → address, folder, demo sign-ins; with --no-demo → the code of the first admin', async () => {
  const { run: demo, dataDir } = await runOwn('demo');
  await demo.listening();
  expect(demo.stdout()).toContain(`Data folder: ${dataDir}`);
  expect(demo.stdout()).toMatch(
    isOnPostgres() ? /Database: PostgreSQL, t_\w+ on 127.0.0.1:\d+$/m : /Database: SQLite, .+sqlite$/m,
  );
  expect(demo.stdout()).toMatch(/password xunge-demo for all/);
  for (const role of ['patroller', 'inspector', 'reviewer', 'handler', 'observer', 'admin'])
    expect(demo.stdout()).toMatch(new RegExp(`^ +\\w+ +${role} `, 'm'));
  await demo.kill('SIGTERM');
  const { run: empty } = await runOwn('empty', ['--no-demo']);
  await empty.listening();
  expect(empty.stdout()).toMatch(/create the first admin with the code [a-z0-9]{12}$/m);
  expect(empty.stdout()).not.toContain('Demo');
  await empty.kill('SIGTERM');
});
