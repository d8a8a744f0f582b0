import type { Bytes, Millis, Sha256 } from '#domain/base/units.ts';
import { openFeed } from '#server/ledger/feed.ts';
import { anyOf, type Store, type Writing } from '#server/store/store.ts';
import type { Claimant } from './claims.ts';

type Sender = Pick<Claimant, 'person' | 'device'>;
export type SentPhoto = { readonly sha256: Sha256; readonly bytes: Bytes };

const claimedRegions = async (store: Store, { device }: Sender, hashes: readonly Sha256[]) => {
  const rows = await store.read
    .selectFrom('claims')
    .select('region')
    .distinct()
    .where('device', '=', device)
    .where('sha256', 'in', anyOf(hashes))
    .orderBy('region')
    .execute();
  return rows.map((row) => row.region);
};

/** Every subject whose photo has arrived now is a change of its region. */
const touchSubjects = async (
  tx: Writing,
  region: string,
  { device }: Sender,
  hashes: readonly Sha256[],
): Promise<void> => {
  const feed = await openFeed(tx, region);
  const subjects = await tx
    .selectFrom('claims')
    .innerJoin('events', (join) =>
      join.onRef('events.region', '=', 'claims.region').onRef('events.id', '=', 'claims.event_id'),
    )
    .select(['claims.subject_kind as kind', 'claims.subject_id as id'])
    .distinct()
    .where('claims.region', '=', region)
    .where('claims.device', '=', device)
    .where('claims.sha256', 'in', anyOf(hashes))
    .where('claims.sent_at', 'is', null)
    .where('events.verdict', '=', 'applied')
    .execute();
  for (const { kind, id } of subjects)
    await tx
      .updateTable('subjects')
      .set({ seq: feed.take({ kind, id }) })
      .where('region', '=', region)
      .where('kind', '=', kind)
      .where('id', '=', id)
      .execute();
  await feed.close();
};

/** The device has sent these bytes and they are durable: its claims say so, and the subjects holding them move. */
export const markSent = async (
  store: Store,
  sender: Sender,
  photos: readonly SentPhoto[],
  sentAt: Millis,
): Promise<void> => {
  if (photos.length === 0) return;
  const hashes = photos.map((photo) => photo.sha256);
  // Rows that regions share are written in one order, or two writers would wait for each other for ever.
  const ordered = [...photos].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
  const regions = await claimedRegions(store, sender, hashes);
  await store.write.transaction().execute(async (tx) => {
    for (const region of regions) await touchSubjects(tx, region, sender, hashes);
    await tx
      .updateTable('claims')
      .set({ sent_at: sentAt })
      .where('device', '=', sender.device)
      .where('sha256', 'in', anyOf(hashes))
      .where('sent_at', 'is', null)
      .execute();
    await tx
      .insertInto('photos')
      .values(ordered.map(({ sha256, bytes }) => ({ sha256, bytes, stored_at: sentAt })))
      .onConflict((conflict) => conflict.column('sha256').doNothing())
      .execute();
  });
};
