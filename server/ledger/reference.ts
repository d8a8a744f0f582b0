import type { Millis } from '#domain/base/units.ts';
import { chunksOf, type Store, type Writing } from '#server/store/store.ts';
import { openFeed, type Feed } from './feed.ts';
import { shippedCatalogue, shippedOffice } from './shipped.ts';
import type { ReferenceKind } from '#domain/reference/reference.ts';

export type ReferenceEdit = {
  readonly kind: ReferenceKind;
  readonly id: string;
  /** Null removes it. */
  readonly value: unknown;
  /** What the audit keeps, where the office knows more than phones receive: of people. By default `value` and the row before. */
  readonly audit?: { readonly before: unknown; readonly after: unknown };
};

/** The editor and the time of an edit. `by` is null for data that the product ships. `source` names the file of an import. */
export type Editor = { readonly by: string | null; readonly at: Millis; readonly source?: string };

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
  { by, at, source }: Editor,
): Promise<void> => {
  const before = await valuesBefore(tx, feed.region, edits);
  const jsonOf = (value: unknown) => (value === null || value === undefined ? null : JSON.stringify(value));
  const rows = edits.map(({ kind, id, value }) => ({
    region: feed.region,
    kind,
    id,
    seq: feed.take(null),
    value: value === null ? null : JSON.stringify(value),
  }));
  const audit = rows.map(({ region, kind, id, seq, value }, index) => {
    const own = edits[index]!.audit;
    return {
      region,
      seq,
      kind,
      id,
      edited_by: by,
      edited_at: at,
      before: own ? jsonOf(own.before) : (before.get(`${kind} ${id}`) ?? null),
      after: own ? jsonOf(own.after) : value,
      source: source ?? null,
    };
  });
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

/** What the office did besides edits of reference data, such as a code or an ended session. It takes a place in the feed. */
export const noteAction = async (
  tx: Writing,
  feed: Feed,
  action: { readonly kind: string; readonly id: string; readonly after: unknown },
  { by, at }: Editor,
): Promise<void> => {
  const after = action.after === null ? null : JSON.stringify(action.after);
  await tx
    .insertInto('reference_edits')
    .values({
      region: feed.region,
      seq: feed.take(null),
      kind: action.kind,
      id: action.id,
      edited_by: by,
      edited_at: at,
      before: null,
      after,
      source: null,
    })
    .execute();
};

/** The region's feed; a new region begins with the catalogue, the calendars and the settings that ship ([B1a]). */
export const openRegion = async (tx: Writing, region: string, at: Millis): Promise<Feed> => {
  const made = await tx
    .insertInto('regions')
    .values({ region, seq: 0, mark: '' })
    .onConflict((conflict) => conflict.doNothing())
    .returning('region')
    .executeTakeFirst();
  const feed = await openFeed(tx, region);
  if (made) await editReference(tx, feed, [...shippedCatalogue, ...shippedOffice(region)], { by: null, at });
  return feed;
};

/**
 * Gives every region the calendars and settings that it never had: a region of an older server or backup, or a calendar that
 * a newer version ships. A row that the office has is never changed ([B1b]).
 */
export const shipToOlderRegions = async (store: Store, at: Millis): Promise<void> => {
  const regions = await store.read.selectFrom('regions').select('region').execute();
  for (const { region } of regions)
    await store.write.transaction().execute(async (tx) => {
      const feed = await openFeed(tx, region);
      const rows = await tx
        .selectFrom('reference')
        .select(['kind', 'id'])
        .where('region', '=', region)
        .where('kind', 'in', ['calendar', 'settings'])
        .execute();
      const had = new Set(rows.map(({ kind, id }) => `${kind} ${id}`));
      const missing = shippedOffice(region).filter(({ kind, id }) => !had.has(`${kind} ${id}`));
      if (missing.length === 0) return;
      await editReference(tx, feed, missing, { by: null, at });
      await feed.close();
    });
};
