/** One real PostgreSQL for a run of tests. It never outlives the run: see `postgres-process.ts`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { makeTemplate, POSTGRES_VARIABLE } from './database.ts';

export type TestPostgres = {
  /** Of its database `postgres`, as its superuser. */
  readonly url: string;
  stop(): Promise<void>;
};

export const startPostgres = async (mode: 'quick' | 'safe' = 'quick'): Promise<TestPostgres> => {
  const program = join(import.meta.dirname, 'postgres-process.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', program, mode], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // A signal to this process and its group must not reach it: it clears up when the pipe closes.
    detached: true,
  });
  const ended = once(child, 'exit');
  const [url] = (await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended])) as [
    unknown,
  ];
  if (typeof url !== 'string') throw new Error('the PostgreSQL of the tests did not start');
  return {
    url,
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
};

/** Outside a run of tests: servers started in `work` store on a PostgreSQL that syncs to the disk as a real one. */
export const onPostgres = async (work: () => Promise<void>): Promise<void> => {
  const postgres = await startPostgres('safe');
  try {
    await makeTemplate(postgres.url);
    process.env[POSTGRES_VARIABLE] = postgres.url;
    await work();
  } finally {
    delete process.env[POSTGRES_VARIABLE];
    await postgres.stop();
  }
};
