import type { Bytes, Millis, Sha256 } from '#domain/base/units.ts';
import { openFeed } from '#server/ledger/feed.ts';
import { anyOf, type Reading, type Store, type Writing } from '#server/store/store.ts';
import type { Claimant } from './claims.ts';

type Sender = Pick<Claimant, 'person' | 'device'>;
export type SentPhoto = { readonly sha256: Sha256; readonly bytes: Bytes };

/** The claims of one device; null: of all devices. */
const claimsOf = (db: Reading, device: string | null, hashes: readonly Sha256[]) => {
  const claims = db.selectFrom('claims').where('claims.sha256', 'in', anyOf(hashes));
  return device === null ? claims : claims.where('claims.device', '=', device);
};

const claimedRegions = async (store: Store, device: string | null, hashes: readonly Sha256[]) => {
  const rows = await claimsOf(store.read, device, hashes)
    .select('claims.region as region')
    .distinct()
    .orderBy('region')
    .execute();
  return rows.map((row) => row.region);
};

/** Records a change for every subject with one of the photos ([L7]). If there is none, records one change without a subject ([L8]). */
const touchSubjects = async (
  tx: Writing,
  region: string,
  device: string | null,
  hashes: readonly Sha256[],
  what: 'arrived' | 'gone',
): Promise<void> => {
  const feed = await openFeed(tx, region);
  const subjects = await claimsOf(tx, device, hashes)
    .innerJoin('events', (join) =>
      join.onRef('events.region', '=', 'claims.region').onRef('events.id', '=', 'claims.event_id'),
    )
    .select(['claims.subject_kind as kind', 'claims.subject_id as id'])
    .distinct()
    .where('claims.region', '=', region)
    .where('claims.sent_at', what === 'arrived' ? 'is' : 'is not', null)
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
  if (subjects.length === 0) feed.take(null);
  await feed.close();
};

/** The device sent these bytes and they are durable: marks its claims as sent, and the subjects with them as changed. */
export const markSent = async (
  store: Store,
  sender: Sender,
  photos: readonly SentPhoto[],
  sentAt: Millis,
): Promise<void> => {
  if (photos.length === 0) return;
  const hashes = photos.map((photo) => photo.sha256);
  // Rows of `photos` belong to no region. One fixed order prevents a deadlock of two writers.
  const ordered = [...photos].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
  const regions = await claimedRegions(store, sender.device, hashes);
  await store.write.transaction().execute(async (tx) => {
    for (const region of regions) await touchSubjects(tx, region, sender.device, hashes, 'arrived');
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

/** The files are missing: marks all claims as not sent, and the subjects with them as changed. */
export const markLost = async (store: Store, hashes: readonly Sha256[]): Promise<void> => {
  const regions = await claimedRegions(store, null, hashes);
  await store.write.transaction().execute(async (tx) => {
    for (const region of regions) await touchSubjects(tx, region, null, hashes, 'gone');
    await tx.updateTable('claims').set({ sent_at: null }).where('sha256', 'in', anyOf(hashes)).execute();
    await tx.deleteFrom('photos').where('sha256', 'in', anyOf(hashes)).execute();
  });
};
