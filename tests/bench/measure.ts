export type Measured = { readonly median: number; readonly lowest: number; readonly highest: number };

/** Median and range. The range shows the noise. */
export const summarise = (values: readonly number[]): Measured => {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    median: sorted[Math.floor(sorted.length / 2)]!,
    lowest: sorted[0]!,
    highest: sorted.at(-1)!,
  };
};

export const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await work();
  return performance.now() - from;
};

export const show = ({ median, lowest, highest }: Measured, digits = 2): string =>
  `${median.toFixed(digits)} (${lowest.toFixed(digits)}–${highest.toFixed(digits)})`;
