/**
 * The feed of a region: every change takes the next seq.
 *
 * Promises: no reader ever sees a seq whose elders are not committed yet, so `seq > cursor` misses nothing.
 * Assumes: `openFeed` is the first statement of a writing transaction, before anything it decides on is read.
 * Breaks: a seq taken from anywhere else, or a decision read before the region's row is held.
 */
import { randomBytes } from 'node:crypto';
import type { Insertable } from 'kysely';
import type { Audience } from '#domain/ledger/audience.ts';
import type { SubjectRef } from '#domain/ledger/subject.ts';
import { chunksOf, type Writing } from '#server/store/store.ts';
import type { Tables } from '#server/store/tables.ts';

export type Feed = {
  readonly region: string;
  /** Gives a change its seq. `before` is the audience the subject had, where this change moves it. */
  take(subject: SubjectRef | null, before?: Audience | null): number;
  /** Writes the taken seqs and the region's new head. */
  close(): Promise<void>;
};

/** Holds the region's row until the transaction ends. */
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
