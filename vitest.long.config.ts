import { defineConfig } from 'vitest/config';

/** Too long for every run: twenty large photos, tabs that hang. `npm run test:long`. */
export const longTests: readonly string[] = [
  'tests/journeys/little-memory.test.ts',
  'tests/journeys/tabs-at-once.test.ts',
];

export default defineConfig({
  test: { include: [...longTests], testTimeout: 300_000, hookTimeout: 120_000, maxWorkers: 1 },
});
