import type { Millis } from '#domain/base/units.ts';

/** Calls `onStall` when nothing has moved for `millis`. */
export const createStallTimer = (millis: Millis, onStall: () => void) => {
  let timer = setTimeout(onStall, millis);
  return {
    moved: () => {
      clearTimeout(timer);
      timer = setTimeout(onStall, millis);
    },
    end: () => clearTimeout(timer),
  };
};
