/**
 * What this phone shows: the server's subjects with this phone's own events on top.
 *
 * Promises: nothing here writes. An own event stays on top until the pulled timeline contains it, so that it does not
 * flicker between its verdict and the pull.
 */
import type { Case } from '#domain/case/case.ts';
import type { Sha256 } from '#domain/base/units.ts';
import type { Catalogue, Subject } from '#domain/ledger/fold.ts';
import { rebase } from '#domain/ledger/rebase.ts';
import type { Authority } from '#domain/ledger/roles.ts';
import type { Stored } from '#domain/protocol/pull.ts';
import type { OutboxRow, SubjectRowLocal } from '#storage/databases/main-db.ts';

export type ShownCase = {
  readonly case: Case;
  /** Which photos the server has, by hash. */
  readonly stored: Record<Sha256, Stored>;
  /** Own events shown here that the pulled case does not contain yet. */
  readonly pending: number;
};

const onTop = (confirmed: Subject | null, rows: readonly OutboxRow[]): OutboxRow[] => {
  const known = new Set(confirmed?.timeline.map((line) => line.eventId));
  return rows.filter((row) => row.verdict !== 'rejected' && !known.has(row.eventId));
};

/** One subject from its rows: the server's subject with this person's events on top. */
export const showSubject = (
  row: SubjectRowLocal | undefined,
  rows: readonly OutboxRow[],
  by: Authority,
  catalogue: Catalogue,
): ShownCase | null => {
  const confirmed = row?.subject ?? null;
  const own = onTop(confirmed, rows);
  const shown = rebase(
    confirmed,
    own.map(({ event }) => event),
    by,
    catalogue,
  );
  return shown && { case: shown, stored: row?.stored ?? {}, pending: own.length };
};
