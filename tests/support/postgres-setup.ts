/** Global setup of the project `server-postgres`: one PostgreSQL for all its tests. */
import type { TestProject } from 'vitest/node';
import { makeTemplate } from './database.ts';
import { startPostgres } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

export default async (project: TestProject): Promise<() => Promise<void>> => {
  const postgres = await startPostgres();
  await makeTemplate(postgres.url);
  project.provide('postgresUrl', postgres.url);
  return postgres.stop;
};
