/** Seeds that once failed, each with what it found. */
export const keptSeeds: readonly { readonly seed: number; readonly caught: string }[] = [];
