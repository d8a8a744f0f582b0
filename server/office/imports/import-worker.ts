/** The thread that reads files and plans their imports, one after another. */
import { parentPort } from 'node:worker_threads';
import { readAndPlan, type ImportTask } from './read-and-plan.ts';

parentPort?.on('message', async (task: ImportTask) => {
  parentPort?.postMessage(await readAndPlan(task));
});
