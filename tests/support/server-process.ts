/** The server from its source in a process of its own, as a terminal would run it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

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

export const runServer = (
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ServerProcess => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts', ...args], {
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
