/**
 * The wire's version. A test hashes the message schemas: when they move, bump this and add a line.
 * 1: events pushed in batches with a verdict each; subjects and reference data pulled by one cursor; photos by hash.
 */
export const PROTOCOL_VERSION = 1;

/** Every answer of ours carries it; a captive portal's 200 does not. */
export const MARKER = 'grid-patrol';

/** Every sync request names its sender; the server compares it with the session. */
export const PERSON_HEADER = 'x-grid-person';
export const DEVICE_HEADER = 'x-grid-device';
