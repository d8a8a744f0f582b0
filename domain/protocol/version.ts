/**
 * The protocol version. A test hashes the message schemas: when they change, raise this and add a line.
 * 1: events pushed in batches with one verdict each; subjects and reference data pulled with one cursor; photos by hash.
 * 2: an admin may correct an event, and the event states it; admins read, correct and replay dead letters; a restored server
 *    receives its own receipts.
 * 3: the answer to an enrolment lists what the device before it lost; a pull states the number of unsent events.
 * 4: answers to push, thumbnails and have name the ledger head, and requests name the known heads; a pull lists the device's
 *    own events with photos that the server does not have.
 * 5: every request states the version; a row that a client cannot read no longer stops its page; a person may have a unit.
 * 6: an event states the server's time of the last contact before its signature; the welcome says whether the cookie has a
 *    session; a page at another address than the server expects is told which.
 * 7: units, areas, calendars and settings as reference data; a retired row stays readable; people are enrolled by a code;
 *    the office edits and imports its data.
 */
export const PROTOCOL_VERSION = 7;
/** The oldest version that the server answers. */
export const OLDEST_PROTOCOL = 1;

/** Every answer of this server has it; the page of a captive portal does not. */
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
/**
 * Comma-separated ledger heads that the device received since its last pull (known heads). A server restored from an older
 * backup does not recognise at least one of them.
 */
export const KNOWN_HEADS_HEADER = 'x-grid-seen';
/** The version of the app, with a pull. The office sees it in the list of devices. */
export const APP_HEADER = 'x-grid-app';
/** `<time>.<signature>`: how a retired person's device shows that it has its key, where no session is left (`retired.ts`). */
export const PROOF_HEADER = 'x-grid-proof';
