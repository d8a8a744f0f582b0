/** Commands that must catch a bug planted while its file is loaded. */
export const simulation =
  'npx vitest run --project simulation --bail 1 tests/simulation/first-share.test.ts tests/simulation/second-share.test.ts';
/** For moments that are too rare in the simulation: the test that makes them happen. */
export const node = (file: string): string => `npx vitest run --project node tests/server/${file}.test.ts`;
export const browser = (file: string): string =>
  `npx vitest run --project browser tests/${file}.browser.test.ts`;
