import { shippedHazardKinds } from '#domain/catalogue/shipped-hazard-kinds.ts';
import type { Millis } from '#domain/base/units.ts';
import { chunksOf, type Writing } from '#server/store/store.ts';
import { openFeed, type Feed } from './feed.ts';
import type { ReferenceKind } from '#domain/reference/reference.ts';

export type ReferenceEdit = {
  readonly kind: ReferenceKind;
  readonly id: string;
  /** Null removes it. */
  readonly value: unknown;
};

/** The editor and the time of an edit. `by` is null for data that the product ships. */
export type Editor = { readonly by: string | null; readonly at: Millis };

const valuesBefore = async (tx: Writing, region: string, edits: readonly ReferenceEdit[]) => {
  const before = new Map<string, string | null>();
  for (const part of chunksOf(edits)) {
    const rows = await tx
      .selectFrom('reference')
      .select(['kind', 'id', 'value'])
      .where('region', '=', region)
      .where('kind', 'in', [...new Set(part.map(({ kind }) => kind))])
      .where('id', 'in', [...new Set(part.map(({ id }) => id))])
      .execute();
    for (const { kind, id, value } of rows) before.set(`${kind} ${id}`, value);
  }
  return before;
};

/**
 * What the office edits: each edit is a change of the region's feed, and `reference_edits` keeps who made it, when, and the
 * value before.
 */
export const editReference = async (
  tx: Writing,
  feed: Feed,
  edits: readonly ReferenceEdit[],
  { by, at }: Editor,
): Promise<void> => {
  const before = await valuesBefore(tx, feed.region, edits);
  const rows = edits.map(({ kind, id, value }) => ({
    region: feed.region,
    kind,
    id,
    seq: feed.take(null),
    value: value === null ? null : JSON.stringify(value),
  }));
  const audit = rows.map(({ region, kind, id, seq }) => ({
    region,
    seq,
    kind,
    id,
    edited_by: by,
    edited_at: at,
    before: before.get(`${kind} ${id}`) ?? null,
  }));
  for (const part of chunksOf(audit)) await tx.insertInto('reference_edits').values(part).execute();
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
export const openRegion = async (tx: Writing, region: string, at: Millis): Promise<Feed> => {
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
  await editReference(tx, feed, catalogue, { by: null, at });
  return feed;
};
