/**
 * What this phone shows: the server's subjects with this phone's own events on top.
 *
 * Promises: nothing here writes. An own event stays on top until the pulled timeline contains it, so that it does not
 * flicker between its verdict and the pull.
 */
import type { Case } from '#domain/case/case.ts';
import type { Sha256 } from '#domain/base/units.ts';
import type { Authority } from '#domain/ledger/roles.ts';
import type { Stored } from '#domain/protocol/pull.ts';
import type { OutboxRow, SubjectRowLocal } from '#storage/databases/main-db.ts';
import type { ReferenceView } from '#domain/reference/reference-view.ts';
import type { Subject } from '#domain/subjects.ts';
import { rebase } from '#domain/subjects.ts';

type Shown = {
  /** Which photos the server holds, by hash. */
  readonly stored: Record<Sha256, Stored>;
  /** Own events shown here that the pulled subject does not hold yet. */
  readonly pending: number;
};
type ShownSubject = Shown & { readonly subject: Subject };
export type ShownCase = Shown & { readonly case: Case };

/** A subject that an own event names is not looked up: the judgement is provisional, the server judges. */
const notHere = () => undefined;

const onTop = (confirmed: Subject | null, rows: readonly OutboxRow[]): OutboxRow[] => {
  const known = new Set(confirmed?.timeline.map((line) => line.eventId));
  return rows.filter((row) => row.verdict !== 'rejected' && !known.has(row.eventId));
};

/** One subject from its rows: the server's subject with this person's events on top. */
const showSubject = (
  row: SubjectRowLocal | undefined,
  rows: readonly OutboxRow[],
  by: Authority,
  reference: ReferenceView,
): ShownSubject | null => {
  const confirmed = row?.subject ?? null;
  const own = onTop(confirmed, rows);
  const shown = rebase(
    confirmed,
    own.map(({ event }) => event),
    { by, reference, related: notHere },
  );
  return shown && { subject: shown, stored: row?.stored ?? {}, pending: own.length };
};

/** The same of a case; null for a subject of another kind. */
export const showCase = (...args: Parameters<typeof showSubject>): ShownCase | null => {
  const shown = showSubject(...args);
  if (shown?.subject.kind !== 'case') return null;
  const { subject, ...rest } = shown;
  return { case: subject, ...rest };
};
