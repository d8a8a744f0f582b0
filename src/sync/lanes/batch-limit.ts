/**
 * How many may travel together: half as many once a batch failed, since one of them may be what the server cannot take,
 * or all be more than the link carries before it is cut; twice as many after each that got through.
 */
export const createBatchLimit = (most: number) => {
  let limit = most;
  return {
    most: (): number => limit,
    halve: (batch: readonly unknown[]): void => {
      limit = Math.max(1, Math.floor(batch.length / 2));
    },
    grow: (): void => {
      limit = Math.min(most, limit * 2);
    },
  };
};
