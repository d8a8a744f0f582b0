/**
 * Reads and plans in a thread of its own, so that the server goes on serving.
 *
 * Promises: one file at a time in a process. A file that takes more memory or time than the limits is a fault, and its thread
 * has ended.
 */
import { Worker } from 'node:worker_threads';
import type { Millis } from '#domain/base/units.ts';
import { limits } from './limits.ts';
import type { ImportTask, Planned } from './read-and-plan.ts';

/** Of the built server. */
const built = new URL('./import-worker.js', import.meta.url);

/**
 * A thread does not inherit how this one loads TypeScript: from the source it registers tsx first, which it finds from the
 * working folder, the one of the project.
 */
const sourceScript = (): string => {
  const source = new URL('./import-worker.ts', import.meta.url).href;
  return `import('tsx/esm/api').then(({ register }) => { register(); return import('${source}'); })`;
};

const startThread = (): Worker => {
  const resourceLimits = { maxOldGenerationSizeMb: limits.heapMegabytes };
  return import.meta.url.endsWith('.ts')
    ? new Worker(sourceScript(), { resourceLimits, eval: true })
    : new Worker(built, { resourceLimits });
};

type Answer = { readonly planned: Planned; readonly isAlive: boolean };

const ask = (thread: Worker, task: ImportTask, millis: Millis): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const ended = (code: 'tooLarge' | 'tookTooLong') =>
      resolve({ planned: { fault: { code } }, isAlive: false });
    const timer = setTimeout(() => ended('tookTooLong'), millis);
    thread.once('message', (planned: Planned) => {
      clearTimeout(timer);
      resolve({ planned, isAlive: true });
    });
    thread.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? ended('tooLarge') : reject(error),
    );
    thread.once('exit', () => {
      clearTimeout(timer);
      reject(new Error('the thread of an import ended without an answer'));
    });
    thread.postMessage(task);
  });

/** A preview and its commit use the same thread: its start takes longer than most files. */
const IDLE_MILLIS: Millis = 10_000;
let idle: { readonly thread: Worker; readonly ending: NodeJS.Timeout } | null = null;

const takeThread = (): Worker => {
  const thread = idle?.thread ?? startThread();
  clearTimeout(idle?.ending);
  idle = null;
  thread.ref();
  return thread;
};

const keepThread = (thread: Worker): void => {
  const ending = setTimeout(() => {
    idle = null;
    void thread.terminate();
  }, IDLE_MILLIS);
  idle = { thread, ending: ending.unref() };
  thread.unref();
};

const run = async (task: ImportTask, millis: Millis): Promise<Planned> => {
  const thread = takeThread();
  try {
    const { planned, isAlive } = await ask(thread, task, millis);
    for (const event of ['message', 'error', 'exit']) thread.removeAllListeners(event);
    if (isAlive) keepThread(thread);
    else await thread.terminate();
    return planned;
  } catch (error) {
    await thread.terminate();
    throw error;
  }
};

/** How many files may wait for their turn; each has its bytes in memory. */
const MAX_WAITING = 4;
let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

/** Null if too many files wait. */
export const planInThread = (task: ImportTask, millis = limits.millis): Promise<Planned> | null => {
  if (waiting > MAX_WAITING) return null;
  waiting += 1;
  const planned = last.then(() => run(task, millis));
  last = planned
    .catch(() => undefined)
    .finally(() => {
      waiting -= 1;
    });
  return planned;
};
