/** The built server in a process of its own, as `npm start` runs it; `npm test` builds first. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { tracedCalls } from '#tests/support/database/read-trace.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** The calls that change files or make them durable, and those that answer; `-D` leaves the server our own child. */
const traceFlags = (trace: string): readonly string[] => [
  '-D',
  '-f',
  '--seccomp-bpf',
  '--quiet=all',
  '--signal=none',
  '-xx',
  '--string-limit=4000000',
  `--trace=${tracedCalls.join(',')}`,
  `--output=${trace}`,
];

const children = new Set<ChildProcess>();

/** Ends whatever a failed test left running. */
export const killServers = (): void => {
  for (const child of children) child.kill('SIGKILL');
};

export type ServerProcess = {
  readonly pid: number;
  /** Everything on standard output and standard error so far. */
  stdout(): string;
  stderr(): string;
  /** The address it prints. Throws when it ends without one. */
  listening(): Promise<string>;
  /** The exit code, once it has ended. */
  ended(): Promise<number | null>;
  kill(signal: NodeJS.Signals): Promise<number | null>;
};

type Env = Readonly<Record<string, string>>;

const run = (program: string, args: readonly string[], env: Env): ServerProcess => {
  const child = spawn(program, args, {
    cwd: root,
    env: { PATH: process.env['PATH'], DEMO_DAYS: '0', ...env },
  });
  children.add(child);
  const text = { stdout: '', stderr: '' };
  const ended = once(child, 'close').then(() => {
    children.delete(child);
    return child.exitCode;
  });
  for (const name of ['stdout', 'stderr'] as const)
    child[name].on('data', (chunk: Buffer) => {
      text[name] += chunk.toString();
    });
  return {
    pid: child.pid ?? 0,
    stdout: () => text.stdout,
    stderr: () => text.stderr,
    listening: async () => {
      for (;;) {
        const url = /Listening on (http:\S+)/.exec(text.stdout)?.[1];
        if (url) return url;
        const next = await Promise.race([ended, once(child.stdout, 'data')]);
        if (!Array.isArray(next)) throw new Error(`the server ended: ${text.stderr}`);
      }
    },
    ended: () => ended,
    kill: async (signal) => {
      child.kill(signal);
      return ended;
    },
  };
};

const BUILT = join('dist', 'server', 'main.js');

export const runServer = (args: readonly string[], env: Env = {}): ServerProcess =>
  run(process.execPath, [BUILT, ...args], env);

/** What it does to files and says on its connections goes to `trace`, whole once it has ended: `read-trace.ts`. */
export const runTracedServer = (trace: string, args: readonly string[], env: Env = {}): ServerProcess =>
  run('strace', [...traceFlags(trace), process.execPath, BUILT, ...args], {
    // A ring of the kernel's would hide what goes through it.
    UV_USE_IO_URING: '0',
    ...env,
  });
