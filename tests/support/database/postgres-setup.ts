/** Global setup of the project `server-postgres`: one PostgreSQL for all its tests. */
import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres.ts';
import { makeTemplates } from './postgres-templates.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

export default async (project: TestProject): Promise<() => Promise<void>> => {
  const postgres = await startPostgres();
  await makeTemplates(postgres.url);
  project.provide('postgresUrl', postgres.url);
  return postgres.stop;
};
