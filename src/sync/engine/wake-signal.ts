/** An auto-reset event with one waiter. A `set` before the `wait` is not lost. */
export const createWakeSignal = () => {
  let isRaised = false;
  let waiting: (() => void) | null = null;
  return {
    set: (): void => {
      isRaised = true;
      waiting?.();
      waiting = null;
    },
    isSet: (): boolean => isRaised,
    reset: (): void => {
      isRaised = false;
    },
    wait: (): Promise<void> =>
      isRaised
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiting = resolve;
          }),
  };
};

export type WakeSignal = ReturnType<typeof createWakeSignal>;
