/** Draws pictures on a canvas, and reads back the results of the pipeline. */
import { commands } from 'vitest/browser';

export const paint = async (
  width: number,
  height: number,
  draw: (context: OffscreenCanvasRenderingContext2D) => void,
  type = 'image/jpeg',
): Promise<Uint8Array<ArrayBuffer>> => {
  const canvas = new OffscreenCanvas(width, height);
  draw(canvas.getContext('2d')!);
  const blob = await canvas.convertToBlob({ type, quality: 0.9 });
  return new Uint8Array(await blob.arrayBuffer());
};

/** Red and green above, blue and yellow below: different for every rotation and reflection. */
export const quarters =
  (width: number, height: number) =>
  (context: OffscreenCanvasRenderingContext2D): void => {
    for (const [index, colour] of ['#f00', '#0f0', '#00f', '#ff0'].entries()) {
      context.fillStyle = colour;
      context.fillRect(
        (index % 2) * (width / 2),
        Math.floor(index / 2) * (height / 2),
        width / 2,
        height / 2,
      );
    }
  };

export const noise =
  (width: number, height: number) =>
  (context: OffscreenCanvasRenderingContext2D): void => {
    const image = context.createImageData(width, height);
    let state = 1;
    for (let at = 0; at < image.data.length; at += 1) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      image.data[at] = at % 4 === 3 ? 255 : state & 255;
    }
    context.putImageData(image, 0, 0);
  };

export type Pixels = { readonly width: number; readonly height: number; at(x: number, y: number): number[] };

/** `at` takes fractions of the picture's edges and returns red, green and blue. */
export const look = async (data: ArrayBuffer): Promise<Pixels> => {
  const bitmap = await createImageBitmap(new Blob([data]));
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  return {
    width,
    height,
    at: (x, y) => {
      const { data } = context.getImageData(Math.floor(x * width), Math.floor(y * height), 1, 1);
      return Array.from(data.subarray(0, 3));
    },
  };
};

/** The picture as six by four fields of one colour each. */
export const coarse = async (data: ArrayBuffer): Promise<number[]> => {
  const bitmap = await createImageBitmap(new Blob([data]), {
    resizeWidth: 6,
    resizeHeight: 4,
    resizeQuality: 'high',
  });
  const context = new OffscreenCanvas(6, 4).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  return [...context.getImageData(0, 0, 6, 4).data];
};

export const fixture = async (path: string): Promise<Blob> => {
  const binary = atob(await commands.readFixture(path));
  return new Blob([Uint8Array.from(binary, (char) => char.charCodeAt(0))]);
};
