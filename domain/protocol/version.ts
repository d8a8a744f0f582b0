/**
 * The wire's version. A test hashes the message schemas: when they move, bump this and add a line.
 * 1: events pushed in batches with a verdict each; subjects and reference data pulled by one cursor; photos by hash.
 * 2: an event may be mended by the office, and says so; admins read, mend and replay what was not taken; a restored
 *    server is offered its own receipts.
 * 3: a device is told at its enrolment what was lost with the one before it; a pull says how much is unsent.
 * 4: answers to push, thumbnails and have name the head they stand on, and requests what the device has seen; a pull names
 *    the device's own events whose pictures are not all here.
 * 5: every request states the version; a row a client does not read no longer stops its page; a person may have a unit.
 */
export const PROTOCOL_VERSION = 5;
/** Devices that still speak it are answered. */
export const OLDEST_PROTOCOL = 1;

/** Every answer of ours carries it; a captive portal's 200 does not. */
export const MARKER = 'grid-patrol';

/**
 * The protocol version of the client, on every request since 5. What the server sends depends on it; a request without it
 * is of a client that reads what version 4 read.
 */
export const PROTOCOL_HEADER = 'x-grid-protocol';
export const LAST_UNSTATED_PROTOCOL = 4;

/** Every sync request names its sender; the server compares it with the session. */
export const PERSON_HEADER = 'x-grid-person';
export const DEVICE_HEADER = 'x-grid-device';
/** Heads it was told since its last pull, with commas between; a server that was restored since knows one of them not. */
export const KNOWN_HEADS_HEADER = 'x-grid-seen';
