import type { AuditLine } from '#domain/office/messages.ts';
import type { Reading } from '#server/store/store.ts';

export type AuditFilter = {
  readonly kind?: string | undefined;
  readonly id?: string | undefined;
  readonly by?: string | undefined;
  /** Lines from this time on, and before the other. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Lines before this seq. */
  readonly before?: number | undefined;
};

const PAGE = 100;
const parse = (text: string | null): unknown => (text === null ? null : JSON.parse(text));

/** The newest edits of a region first, a page of at most 100. */
export const readAudit = async (
  db: Reading,
  region: string,
  { kind, id, by, from, to, before }: AuditFilter,
): Promise<{ readonly lines: readonly AuditLine[]; readonly more: boolean }> => {
  let query = db.selectFrom('reference_edits').selectAll().where('region', '=', region);
  if (kind !== undefined) query = query.where('kind', '=', kind);
  if (id !== undefined) query = query.where('id', '=', id);
  if (by !== undefined) query = query.where('edited_by', '=', by);
  if (from !== undefined) query = query.where('edited_at', '>=', from);
  if (to !== undefined) query = query.where('edited_at', '<', to);
  if (before !== undefined) query = query.where('seq', '<', before);
  const rows = await query
    .orderBy('seq', 'desc')
    .limit(PAGE + 1)
    .execute();
  return {
    lines: rows.slice(0, PAGE).map((row) => ({
      seq: row.seq,
      kind: row.kind,
      id: row.id,
      by: row.edited_by,
      at: row.edited_at,
      before: parse(row.before),
      after: parse(row.after),
      source: row.source,
    })),
    more: rows.length > PAGE,
  };
};
