/** A thread that reads one file, plans its import and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { readAndPlan, type ImportTask } from './read-and-plan.ts';

parentPort?.postMessage(await readAndPlan(workerData as ImportTask));
