/** The devices of people, for the office and for the person, and the end of their sessions. */
import { sql } from 'kysely';
import type { DeviceLine } from '#domain/office/messages.ts';
import { openFeed } from '#server/ledger/feed.ts';
import { noteAction, type Editor } from '#server/ledger/reference.ts';
import type { Reading, Store } from '#server/store/store.ts';

/** Of whom: all people of a region, or one person. */
export type Owners = { readonly region: string; readonly person?: string };

type Row = {
  readonly id: string;
  readonly person: string;
  readonly label: string;
  readonly app: string | null;
  readonly enrolled_at: number;
  readonly last_seen_at: number;
  readonly unsent: number;
  readonly oldest_unsent: number | null;
  readonly session: string | null;
};

/** Those with the oldest unsent event first, then those that were in contact last. */
export const listDevices = async (
  db: Reading,
  { region, person }: Owners,
): Promise<readonly DeviceLine[]> => {
  const { rows } = await sql<Row>`
    select devices.id, devices.person, devices.label, devices.app, devices.enrolled_at, devices.last_seen_at,
      devices.unsent, devices.oldest_unsent, session.id as session
    from people join devices on devices.person = people.id left join session on session.id = devices.session
    where people.region = ${region} and (${person ?? ''} = '' or people.id = ${person ?? ''})`.execute(db);
  const lines = rows.map((row) => ({
    id: row.id,
    person: row.person,
    label: row.label,
    app: row.app,
    enrolledAt: row.enrolled_at,
    lastContact: row.last_seen_at,
    unsent: row.unsent,
    oldestUnsent: row.oldest_unsent,
    hasSession: row.session !== null,
  }));
  const oldest = (it: DeviceLine) => (it.unsent > 0 ? (it.oldestUnsent ?? it.lastContact) : Infinity);
  return lines.sort((a, b) => oldest(a) - oldest(b) || b.lastContact - a.lastContact);
};

/**
 * Ends the session of a device; its phone keeps everything that is unsent. The device opens no other session by its key or by
 * the code that enrolled it. Null for a device that these people do not have; false if it had no session.
 */
export const endDeviceSession = (
  store: Store,
  { region, person }: Owners,
  device: string,
  editor: Editor,
): Promise<boolean | null> =>
  store.write.transaction().execute(async (tx) => {
    const feed = await openFeed(tx, region);
    const row = await tx
      .selectFrom('devices')
      .innerJoin('people', 'people.id', 'devices.person')
      .select(['devices.session', 'devices.person'])
      .where('devices.id', '=', device)
      .where('people.region', '=', region)
      .executeTakeFirst();
    if (!row || (person !== undefined && row.person !== person)) return null;
    await tx.deleteFrom('enrolment_uses').where('device', '=', device).execute();
    if (row.session === null) return false;
    const { numAffectedRows = 0n } = await sql`delete from session where id = ${row.session}`.execute(tx);
    await tx.updateTable('devices').set({ session: null }).where('id', '=', device).execute();
    if (numAffectedRows === 0n) return false;
    await noteAction(tx, feed, { kind: 'session', id: device, after: { person: row.person } }, editor);
    await feed.close();
    return true;
  });
