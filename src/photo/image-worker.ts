/** Runs in its own thread. Results are transferred to the page, not copied. */
import { expose, transfer } from 'comlink';
import { processPhoto } from './process-photo.ts';

const imageWorker = {
  async process(...task: Parameters<typeof processPhoto>) {
    const result = await processPhoto(...task);
    return result.ok ? transfer(result, [result.value.data, result.value.thumbnail.data]) : result;
  },
};
export type ImageWorker = typeof imageWorker;

expose(imageWorker);
