/**
 * How many items one request may carry. Halved after a failed batch: the server may not accept one of the items, or
 * the batch may be too large for the time that the link lasts. Doubled after each success, up to `most`.
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
