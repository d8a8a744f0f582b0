/**
 * Reads QR codes: with the detector of the browser, else with zxing, whose WebAssembly comes from our own address and is kept for
 * the next time. In a worker, because only a worker may compile WebAssembly here, and because a frame takes up to 100 ms.
 */
import { BarcodeDetector as Zxing, prepareZXingModule } from 'barcode-detector/ponyfill';
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url';

type Detector = { detect(image: ImageBitmap): Promise<readonly { readonly rawValue: string }[]> };
type Native = {
  new (options: { readonly formats: readonly string[] }): Detector;
  getSupportedFormats(): Promise<readonly string[]>;
};
declare const self: DedicatedWorkerGlobalScope & { readonly BarcodeDetector?: Native };

const CACHE = 'code-scanner';
const formats = ['qr_code'] as const;

/** The file under the name of this version; those of earlier versions are deleted. */
const readWasm = async (): Promise<ArrayBuffer> => {
  const stored = await caches.match(wasm, { cacheName: CACHE }).catch(() => undefined);
  if (stored) return stored.arrayBuffer();
  const response = await fetch(wasm);
  if (!response.ok) throw new Error('no scanner');
  const bytes = await response.clone().arrayBuffer();
  await caches
    .delete(CACHE)
    .then(() => caches.open(CACHE))
    .then((cache) => cache.put(wasm, response))
    .catch(() => {});
  return bytes;
};

const openZxing = async (): Promise<Detector> => {
  const wasmBinary = await readWasm();
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  return new Zxing({ formats: [...formats] });
};

/** Android without Google services has the class and no formats, or fails at the first frame. */
const openNative = async (): Promise<Detector | null> => {
  const { BarcodeDetector } = self;
  const supported = (await BarcodeDetector?.getSupportedFormats().catch(() => [])) ?? [];
  return BarcodeDetector && supported.includes('qr_code') ? new BarcodeDetector({ formats }) : null;
};

let native: Promise<Detector | null> | null = null;
let zxing: Promise<Detector> | null = null;

const read = async (image: ImageBitmap): Promise<string | null> => {
  native ??= openNative();
  const own = await native;
  try {
    if (own) return (await own.detect(image))[0]?.rawValue ?? null;
  } catch {
    native = Promise.resolve(null);
  }
  zxing ??= openZxing();
  zxing.catch(() => {
    zxing = null;
  });
  return (await (await zxing).detect(image))[0]?.rawValue ?? null;
};

self.addEventListener('message', ({ data }: MessageEvent<ImageBitmap>) => {
  void read(data)
    .then((text) => self.postMessage({ text }))
    .catch(() => self.postMessage({ failed: true }))
    .finally(() => data.close());
});
