/**
 * The wire's version. A test hashes the message schemas: when they move, bump this and add a line.
 * 1: events pushed in batches with a verdict each; subjects and reference data pulled by one cursor; photos by hash.
 * 2: an event may be mended by the office, and says so; admins read, mend and replay what was not taken; a restored
 *    server is offered its own receipts.
 * 3: a device is told at its enrolment what was lost with the one before it; a pull says how much is unsent.
 * 4: answers to push, thumbnails and have name the head they stand on, and requests what the device has seen; a pull names
 *    the device's own events whose pictures are not all here.
 */
export const PROTOCOL_VERSION = 4;
/** Devices that still speak it are answered. */
export const OLDEST_PROTOCOL = 1;

/** Every answer of ours carries it; a captive portal's 200 does not. */
export const MARKER = 'grid-patrol';

/** Every sync request names its sender; the server compares it with the session. */
export const PERSON_HEADER = 'x-grid-person';
export const DEVICE_HEADER = 'x-grid-device';
/** Heads it was told since its last pull, with commas between; a server that was restored since knows one of them not. */
export const KNOWN_HEADS_HEADER = 'x-grid-seen';
