/** Global setup of the project `simulation`: what every world begins with, made once for all its test files. */
import { rm } from 'node:fs/promises';
import type { TestProject } from 'vitest/node';
import { makeTemplate, type Template } from './template.ts';

declare module 'vitest' {
  interface ProvidedContext {
    template: Template;
  }
}

/**
 * In a process of its own: better-auth follows its promises from the first sign-in on, and Node then watches every
 * promise of the process, which costs a world an eighth of its time.
 */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  const template = await makeTemplate();
  project.provide('template', template);
  return () => rm(template.folder, { recursive: true, force: true });
};
