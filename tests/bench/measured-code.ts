/** The code that the benches measure or use. A commit that changes none of it keeps their figures. */
export const measuredCode: readonly string[] = [
  'domain',
  'demo',
  'server',
  'src',
  'sw',
  'public',
  'index.html',
  'package-lock.json',
  'vite.config.ts',
  'vite.server.config.ts',
  'tests/bench',
  'tests/support',
];
