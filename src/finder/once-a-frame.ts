import type { Millis } from '#domain/base/units.ts';

const FRAME: Millis = 17;

/** Calls back once for everything that happens within a frame. */
export const onceAFrame = (call: () => void): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | null = null;
  return () => {
    timer ??= setTimeout(() => {
      timer = null;
      call();
    }, FRAME);
  };
};
