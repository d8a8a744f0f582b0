/**
 * Finds what a phone lost when the system cleared its storage and left only the cookie ([D7]).
 *
 * A phone with its storage keeps the device of its first sign-in. A new device of the same person under the same session
 * therefore means that the storage with the former device is lost. A real sign-in makes another session.
 */
import { sql } from 'kysely';
import type { Millis } from '#domain/base/units.ts';
import type { Loss } from '#domain/protocol/session.ts';
import type { Reading, Store, Writing } from '#server/store/store.ts';
import type { SessionOf } from './devices.ts';

/** The number of photos that the device claimed in received events and never sent. */
const missingPhotos = async (db: Reading, device: string): Promise<number> => {
  const { photos } = await db
    .selectFrom('claims')
    .select(sql<number>`count(distinct sha256)`.as('photos'))
    .where('device', '=', device)
    .where('role', '=', 'photo')
    .where('sent_at', 'is', null)
    .executeTakeFirstOrThrow();
  return photos;
};

const formerDevices = (db: Reading, { person, session }: SessionOf, device: string) =>
  db
    .selectFrom('devices')
    .select(['id', 'unsent', 'last_seen_at'])
    .where('session', '=', session)
    .where('person', '=', person.id)
    .where('id', '<>', device)
    .execute();

/**
 * Assigns losses to the new device if the former device sent nothing after its enrolment: the answer with the losses may
 * not have reached it.
 */
const passOn = (tx: Writing, former: readonly string[], device: string) =>
  tx
    .updateTable('losses')
    .set({ found_by: device })
    .where('device', 'in', former)
    .where('found_by', 'in', (eb) =>
      eb.selectFrom('devices').select('id').whereRef('last_seen_at', '=', 'enrolled_at'),
    )
    .execute();

/** What the answer to the enrolment reports to the person; null if no loss is known. */
export const findLoss = async (
  store: Store,
  sender: SessionOf,
  device: string,
  now: Millis,
): Promise<Loss | null> => {
  if ((await formerDevices(store.read, sender, device)).length === 0) return null;
  const { id: person, region } = sender.person;
  return store.write.transaction().execute(async (tx) => {
    const former = await formerDevices(tx, sender, device);
    for (const { id, unsent: events, last_seen_at: seen_at } of former) {
      const photos = await missingPhotos(tx, id);
      if (events + photos === 0) continue;
      await tx
        .insertInto('losses')
        .values({ device: id, person, region, events, photos, seen_at, found_by: device, found_at: now })
        .onConflict((conflict) => conflict.column('device').doNothing())
        .execute();
    }
    await passOn(
      tx,
      former.map(({ id }) => id),
      device,
    );
    const losses = await tx
      .selectFrom('losses')
      .select(['events', 'photos', 'seen_at'])
      .where('found_by', '=', device)
      .execute();
    if (losses.length === 0) return null;
    return {
      events: losses.reduce((sum, loss) => sum + loss.events, 0),
      photos: losses.reduce((sum, loss) => sum + loss.photos, 0),
      seenAt: Math.max(...losses.map((loss) => loss.seen_at)),
    };
  });
};
