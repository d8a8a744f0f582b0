/** What is opened when first asked for, and kept; a failure is not: whoever asks next tries again. */
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
