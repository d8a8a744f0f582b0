/** What the benches measure, and by what: a commit that changes none of it leaves their figures as they are. */
export const measuredCode: readonly string[] = [
  'domain',
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
