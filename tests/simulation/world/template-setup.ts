/** Global setup of the project `simulation`: makes the template of all worlds once. */
import { rm } from 'node:fs/promises';
import type { TestProject } from 'vitest/node';
import { makeTemplate, type Template } from './template.ts';

declare module 'vitest' {
  interface ProvidedContext {
    template: Template;
  }
}

/**
 * Global setup runs in another process than the worlds. After its first sign-in, better-auth makes Node track every
 * promise of the process, which would cost a world an eighth of its time.
 */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  const template = await makeTemplate();
  project.provide('template', template);
  return () => rm(template.folder, { recursive: true, force: true });
};
