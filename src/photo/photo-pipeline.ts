/**
 * The page's interface to the image worker.
 *
 * Promises: one photo at a time, because four at once use half a gigabyte. Every call gets an answer: a worker that
 * hangs or crashes is replaced, and the next photo uses a new one.
 */
import { proxy, wrap, type Remote } from 'comlink';
import { err, type Result } from '#domain/base/result.ts';
import type { Millis } from '#domain/base/units.ts';
import { heicDecoder, type HeicDecoder } from './heic-decoder.ts';
import type { ImageWorker } from './image-worker.ts';
import type { PhotoFault, PhotoStage, ProcessedPhoto } from './processed-photo.ts';

export type { PhotoFault, PhotoStage, ProcessedPhoto } from './processed-photo.ts';

type PhotoResult = Result<ProcessedPhoto, PhotoFault>;

export type PhotoPipeline = {
  /** Stages are reported in order, `waiting` at once; none is reported after the answer. */
  process(file: Blob, name: string, onStage?: (stage: PhotoStage) => void): Promise<PhotoResult>;
  /** Loads the HEIC decoder. Resolves when a photo that was answered with `noDecoder` can be processed. */
  loadDecoder(): Promise<void>;
  /** Photos in work and in the queue are answered with `stopped`. */
  dispose(): void;
};

type Thread = { readonly worker: Worker; readonly remote: Remote<ImageWorker>; photosLeft: number };

const startImageWorker = (): Worker =>
  new Worker(new URL('./image-worker.ts', import.meta.url), { type: 'module', name: 'image' });

/** The limit for one photo, counted from its own start: far more than a slow phone needs for a large picture. */
const PHOTO_TIMEOUT: Millis = 20_000;
const TICKS = 20;
/** The decoder in WebAssembly is several times slower than that of a browser. */
const DECODING_TIMEOUTS = 3;
/** A worker releases its memory only when it ends, and uses more with every photo until then. */
const PHOTOS_A_THREAD = 4;

export const createPhotoPipeline = ({
  startWorker = startImageWorker,
  timeout = PHOTO_TIMEOUT,
  decoder = heicDecoder as HeicDecoder,
} = {}): PhotoPipeline => {
  let thread: Thread | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let stopCurrent = (): void => {};
  let disposed = false;

  const start = (): Thread => {
    const worker = startWorker();
    worker.addEventListener('error', () => stopCurrent());
    worker.addEventListener('messageerror', () => stopCurrent());
    return { worker, remote: wrap<ImageWorker>(worker), photosLeft: PHOTOS_A_THREAD };
  };

  const processNow = (
    file: Blob,
    name: string,
    decoderUrl: string | null,
    onStage: (stage: PhotoStage) => void,
  ): Promise<PhotoResult> =>
    new Promise((resolve) => {
      if (disposed) return resolve(err('stopped'));
      const current = (thread ??= start());
      const { worker, remote } = current;
      let answered = false;
      const answer = (result: PhotoResult): void => {
        answered = true;
        clearInterval(clock);
        resolve(result);
      };
      const end = (): void => {
        worker.terminate();
        thread = null;
      };
      const stop = (): void => {
        if (answered) return;
        end();
        answer(err('stopped'));
      };
      // Counted in ticks: while a camera app is in front, the page and its worker are suspended, and this timer too.
      let ticks = 0;
      const clock = setInterval(() => {
        ticks += 1;
        if (ticks === TICKS) stop();
      }, timeout / TICKS);
      stopCurrent = stop;
      const reportStage = (stage: PhotoStage): void => {
        if (answered) return;
        if (stage === 'decoding') {
          ticks = -TICKS * (DECODING_TIMEOUTS - 1);
          current.photosLeft = 1;
        }
        onStage(stage);
      };
      remote
        .process(
          file,
          name,
          decoderUrl,
          proxy(async (stage) => reportStage(stage)),
        )
        .then((result) => {
          if (answered) return;
          current.photosLeft -= 1;
          if (current.photosLeft === 0) end();
          answer(result);
        }, stop);
    });

  return {
    process(file, name, onStage = () => {}) {
      onStage('waiting');
      const result = last.then(async () => processNow(file, name, await decoder.stored(), onStage));
      last = result;
      return result;
    },
    loadDecoder: () => decoder.load(),
    dispose() {
      disposed = true;
      stopCurrent();
      thread?.worker.terminate();
      thread = null;
    },
  };
};
