/**
 * Whether every test runs in its full form: in CI. Without `CI`, `npm test` runs the slowest tests shorter or not at all,
 * and each rule of the protocol still has a test.
 */
export const isFullRun = (process.env['CI'] ?? '') !== '';
