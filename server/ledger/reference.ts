import type { ReferenceKind } from '#domain/protocol/pull.ts';
import { shippedHazardKinds } from '#domain/catalogue/shipped-hazard-kinds.ts';
import { chunksOf, type Writing } from '#server/store/store.ts';
import { openFeed, type Feed } from './feed.ts';

export type ReferenceEdit = {
  readonly kind: ReferenceKind;
  readonly id: string;
  /** Null takes it away. */
  readonly value: unknown;
};

/** What the office edits: each edit is a change of the region's feed. */
export const editReference = async (
  tx: Writing,
  feed: Feed,
  edits: readonly ReferenceEdit[],
): Promise<void> => {
  const rows = edits.map(({ kind, id, value }) => ({
    region: feed.region,
    kind,
    id,
    seq: feed.take(null),
    value: value === null ? null : JSON.stringify(value),
  }));
  for (const part of chunksOf(rows))
    await tx
      .insertInto('reference')
      .values(part)
      .onConflict((conflict) =>
        conflict
          .columns(['region', 'kind', 'id'])
          .doUpdateSet((eb) => ({ seq: eb.ref('excluded.seq'), value: eb.ref('excluded.value') })),
      )
      .execute();
};

/** The region's feed; a new region begins with the hazard catalogue that ships. */
export const openRegion = async (tx: Writing, region: string): Promise<Feed> => {
  const made = await tx
    .insertInto('regions')
    .values({ region, seq: 0, mark: '' })
    .onConflict((conflict) => conflict.doNothing())
    .returning('region')
    .executeTakeFirst();
  const feed = await openFeed(tx, region);
  if (!made) return feed;
  const catalogue = shippedHazardKinds.map((kind) => ({
    kind: 'hazardKind' as const,
    id: kind.code,
    value: kind,
  }));
  await editReference(tx, feed, catalogue);
  return feed;
};
