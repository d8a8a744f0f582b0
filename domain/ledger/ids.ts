import * as v from 'valibot';

/** UUID version 7 (RFC 9562): sorts by time, made on the device, never by the server. */
export type EventId = string;
export type PersonId = string;
export type DeviceId = string;

export const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export const uuidSchema = v.pipe(v.string(), v.regex(uuidPattern));
/** Ids of people and devices. An identity provider may assign them, so they need not be UUIDs. */
export const actorIdSchema = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/));
