/** A latch between those who bring work and the one who waits for it: a ring before the wait is not lost. */
export const createBell = () => {
  let rung = false;
  let waiting: (() => void) | null = null;
  return {
    ring: (): void => {
      rung = true;
      waiting?.();
      waiting = null;
    },
    rang: (): boolean => rung,
    quiet: (): void => {
      rung = false;
    },
    heard: (): Promise<void> =>
      rung
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiting = resolve;
          }),
  };
};
