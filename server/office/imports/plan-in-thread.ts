/**
 * Reads and plans in a thread of its own, so that the server goes on serving.
 *
 * Promises: one file at a time in a process. A file that takes more memory or time than the limits is a fault, and its thread
 * has ended.
 */
import { Worker, type WorkerOptions } from 'node:worker_threads';
import type { FileFault } from '#domain/office/messages.ts';
import { limits } from './limits.ts';
import type { ImportTask, Planned } from './read-and-plan.ts';

const isSource = import.meta.url.endsWith('.ts');
const script = new URL(isSource ? './import-worker.ts' : './import-worker.js', import.meta.url);
/** A thread does not inherit how this one loads TypeScript. */
const loader: WorkerOptions = isSource ? { execArgv: ['--import', 'tsx'] } : {};

const faultOf = (code: FileFault): Planned => ({ fault: { code } });

const run = (task: ImportTask): Promise<Planned> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(script, {
      ...loader,
      workerData: task,
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMegabytes },
    });
    const timer = setTimeout(() => {
      resolve(faultOf('tookTooLong'));
      void worker.terminate();
    }, limits.millis);
    worker.once('message', resolve);
    worker.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve(faultOf('tooLarge'));
      else reject(error);
    });
    worker.once('exit', () => {
      clearTimeout(timer);
      reject(new Error('the thread of an import ended without an answer'));
    });
  });

/** How many files may wait for their turn; each has its bytes in memory. */
const MAX_WAITING = 4;
let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

/** Null if too many files wait. */
export const planInThread = (task: ImportTask): Promise<Planned> | null => {
  if (waiting > MAX_WAITING) return null;
  waiting += 1;
  const planned = last.then(() => run(task));
  last = planned
    .catch(() => undefined)
    .finally(() => {
      waiting -= 1;
    });
  return planned;
};
