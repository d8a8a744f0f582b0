/**
 * What a phone lost when its storage was cleared, and only its cookie stayed.
 *
 * A phone that still has its storage keeps the device it made at the first sign-in; so another device of the same person
 * under the same session means that the former is gone. A true sign-in, on a new phone or on the same, is another session.
 */
import { sql } from 'kysely';
import type { Millis } from '#domain/base/units.ts';
import type { Loss } from '#domain/protocol/session.ts';
import type { Reading, Store, Writing } from '#server/store/store.ts';
import type { SessionOf } from './devices.ts';

/** Of reports that arrived: the device said that it holds them, and never sent them. */
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

const devicesBefore = (db: Reading, { person, session }: SessionOf, device: string) =>
  db
    .selectFrom('devices')
    .select(['id', 'unsent', 'last_seen_at'])
    .where('session', '=', session)
    .where('person', '=', person.id)
    .where('id', '<>', device)
    .execute();

/** A device that was told, but has said nothing itself since, may never have heard the answer: it is told to the next. */
const passOn = (tx: Writing, gone: readonly string[], device: string) =>
  tx
    .updateTable('losses')
    .set({ found_by: device })
    .where('device', 'in', gone)
    .where('found_by', 'in', (eb) =>
      eb.selectFrom('devices').select('id').whereRef('last_seen_at', '=', 'enrolled_at'),
    )
    .execute();

/** What the device now enrolled is to tell its person; null when nothing is known to be lost. */
export const findLoss = async (
  store: Store,
  sender: SessionOf,
  device: string,
  now: Millis,
): Promise<Loss | null> => {
  if ((await devicesBefore(store.read, sender, device)).length === 0) return null;
  const { id: person, region } = sender.person;
  return store.write.transaction().execute(async (tx) => {
    const gone = await devicesBefore(tx, sender, device);
    for (const { id, unsent: events, last_seen_at: seen_at } of gone) {
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
      gone.map(({ id }) => id),
      device,
    );
    const told = await tx
      .selectFrom('losses')
      .select(['events', 'photos', 'seen_at'])
      .where('found_by', '=', device)
      .execute();
    if (told.length === 0) return null;
    return {
      events: told.reduce((sum, it) => sum + it.events, 0),
      photos: told.reduce((sum, it) => sum + it.photos, 0),
      seenAt: Math.max(...told.map((it) => it.seen_at)),
    };
  });
};
