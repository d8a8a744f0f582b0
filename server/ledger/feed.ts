/**
 * The feed of a region: gives every change the next seq ([L1]).
 *
 * Promises: a reader never sees a seq before all lower ones are committed, so `seq > cursor` misses no change.
 * Assumes: `openFeed` is the first statement of a writing transaction. All rows on which the transaction decides are read
 * after it.
 * Breaks: taking a seq from another source, or deciding on rows that were read before the region row was locked.
 */
import { randomBytes } from 'node:crypto';
import type { Insertable } from 'kysely';
import type { Audience } from '#domain/ledger/audience.ts';
import type { SubjectRef } from '#domain/ledger/subject.ts';
import { chunksOf, type Writing } from '#server/store/store.ts';
import type { Tables } from '#server/store/tables.ts';

export type Feed = {
  readonly region: string;
  /** Returns the seq of a new change. `before` is the former audience of the subject, if this change moves it. */
  take(subject: SubjectRef | null, before?: Audience | null): number;
  /** Writes the changes and the new ledger head. */
  close(): Promise<void>;
};

/** Locks the region row until the transaction ends. */
export const openFeed = async (tx: Writing, region: string): Promise<Feed> => {
  const head = await tx
    .updateTable('regions')
    .set((eb) => ({ seq: eb.ref('seq') }))
    .where('region', '=', region)
    .returning('seq')
    .executeTakeFirstOrThrow();
  let { seq } = head;
  const changes: Insertable<Tables['changes']>[] = [];
  return {
    region,
    take: (subject, before = null) => {
      seq += 1;
      changes.push({
        region,
        seq,
        mark: randomBytes(9).toString('base64url'),
        subject_kind: subject?.kind ?? null,
        subject_id: subject?.id ?? null,
        audience_before: before && JSON.stringify(before),
      });
      return seq;
    },
    close: async () => {
      const last = changes.at(-1);
      if (!last) return;
      for (const rows of chunksOf(changes)) await tx.insertInto('changes').values(rows).execute();
      await tx
        .updateTable('regions')
        .set({ seq: last.seq, mark: last.mark })
        .where('region', '=', region)
        .execute();
    },
  };
};
