/** The built server in its own process, as `npm start` runs it. `npm test` builds first. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { tracedCalls } from '#tests/support/database/read-trace.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** Traces calls that change or sync files, and answers. With `-D` the server stays a child of this process. */
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

/** Kills servers that a failed test has left. */
export const killServers = (): void => {
  for (const child of children) child.kill('SIGKILL');
};

export type ServerProcess = {
  readonly pid: number;
  /** The output so far. */
  stdout(): string;
  stderr(): string;
  /** The printed address. Throws if the process ends without one. */
  listening(): Promise<string>;
  /** Resolves with the exit code at the end of the process. */
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

/** Writes its file operations and answers to `trace`, complete once it has ended; see `read-trace.ts`. */
export const runTracedServer = (trace: string, args: readonly string[], env: Env = {}): ServerProcess =>
  run('strace', [...traceFlags(trace), process.execPath, BUILT, ...args], {
    // Calls through io_uring would not be traced.
    UV_USE_IO_URING: '0',
    ...env,
  });
