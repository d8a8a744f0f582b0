/** Opens at the first call and keeps the result. A failure is not kept: the next call tries again. */
export const openOnce = <T>(open: () => Promise<T>) => {
  let opened: Promise<T> | null = null;
  return {
    open: (): Promise<T> =>
      (opened ??= open().catch((error: unknown) => {
        opened = null;
        throw error;
      })),
    opened: (): Promise<T> | null => opened,
  };
};
