import type { Millis } from '#domain/base/units.ts';

const FRAME: Millis = 17;

/** Calls `call` once for all events within a frame. */
export const onceAFrame = (call: () => void): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | null = null;
  return () => {
    timer ??= setTimeout(() => {
      timer = null;
      call();
    }, FRAME);
  };
};
