import { defineConfig } from 'vitest/config';

/** `npm run test:engines`: the one journey every browser has to pass, in those Debian has beside Chromium. */
export default defineConfig({
  test: { include: ['tests/engines/*.test.ts'], fileParallelism: false, testTimeout: 300_000 },
});
