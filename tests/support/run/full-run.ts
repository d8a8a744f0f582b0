/**
 * Whether every test runs in its full form: in CI. Without `CI`, `npm test` runs the slowest tests shorter or not at all.
 * Each rule of the protocol still has a test, except those of real HEIC pictures.
 */
export const isFullRun = (process.env['CI'] ?? '') !== '';
