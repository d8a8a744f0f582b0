/** A real PostgreSQL for a run of tests. It ends with the run: see `postgres-process.ts`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { POSTGRES_VARIABLE } from './database.ts';
import { makeTemplates } from './postgres-templates.ts';

export type TestPostgres = {
  /** The address of its database `postgres`, for the superuser. */
  readonly url: string;
  /** Ends all its processes at once with `kill -9`. */
  kill(): Promise<void>;
  /** Starts it again on the same data and port. */
  start(): Promise<void>;
  stop(): Promise<void>;
};

export const startPostgres = async (mode: 'quick' | 'safe' = 'quick'): Promise<TestPostgres> => {
  const program = join(import.meta.dirname, 'postgres-process.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', program, mode], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // A signal to the process group must not reach it: it cleans up when the pipe closes.
    detached: true,
  });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const nextLine = async (): Promise<unknown> => {
    const [line] = (await Promise.race([once(lines, 'line'), ended])) as [unknown];
    return line;
  };
  const tell = async (command: 'kill' | 'start'): Promise<void> => {
    child.stdin.write(`${command}\n`);
    if ((await nextLine()) !== command) throw new Error(`the PostgreSQL of the tests did not ${command}`);
  };
  const url = await nextLine();
  if (typeof url !== 'string') throw new Error('the PostgreSQL of the tests did not start');
  return {
    url,
    kill: () => tell('kill'),
    start: () => tell('start'),
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
};

/** For use outside a run of tests: servers started in `work` use a PostgreSQL that syncs to the disk. */
export const onPostgres = async <T>(work: (postgres: TestPostgres) => Promise<T>): Promise<T> => {
  const postgres = await startPostgres('safe');
  try {
    await makeTemplates(postgres.url);
    process.env[POSTGRES_VARIABLE] = postgres.url;
    return await work(postgres);
  } finally {
    delete process.env[POSTGRES_VARIABLE];
    await postgres.stop();
  }
};
