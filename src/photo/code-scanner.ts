/** Finds a QR code in frames of the camera, by a worker. */
export type CodeScanner = {
  /** The text of a code in the picture; null without one. Rejects when no reader can be loaded, such as without a link. */
  read(picture: ImageBitmap): Promise<string | null>;
  close(): void;
};

type Answer = { readonly text?: string | null; readonly failed?: true };

/** One picture at a time. */
export const openCodeScanner = (): CodeScanner => {
  const worker = new Worker(new URL('./scan-worker.ts', import.meta.url), { type: 'module', name: 'scan' });
  /** The picture that is being read. */
  let reading: { resolve: (text: string | null) => void; reject: (error: Error) => void } | null = null;
  const fail = (): void => reading?.reject(new Error('The reader of codes cannot be loaded'));
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) =>
    data.failed ? fail() : reading?.resolve(data.text ?? null),
  );
  worker.addEventListener('error', fail);
  return {
    read: (picture) =>
      new Promise((resolve, reject) => {
        reading = { resolve, reject };
        worker.postMessage(picture, [picture]);
      }),
    close: () => worker.terminate(),
  };
};
