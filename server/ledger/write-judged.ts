import { chunksOf, type Writing } from '#server/store/store.ts';
import type { Judged } from './judge-batch.ts';
import { deadLetterKey } from './known.ts';
import { subjectColumns } from './subject-columns.ts';

/** Runs in the transaction that judged the events. An event that was judged again gets its new verdict. */
export const writeJudged = async (tx: Writing, region: string, judged: Judged): Promise<void> => {
  const { newEvents, judgedAgain, newDeadLetters, changed } = judged;
  for (const rows of chunksOf([...new Set([...newEvents, ...judgedAgain])]))
    await tx
      .insertInto('events')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['region', 'id']).doUpdateSet((eb) => ({
          authority: eb.ref('excluded.authority'),
          verdict: eb.ref('excluded.verdict'),
          reason: eb.ref('excluded.reason'),
          seq: eb.ref('excluded.seq'),
          basis: eb.ref('excluded.basis'),
        })),
      )
      .execute();
  // A push may contain one text twice: with a wrong signature and with the right one.
  const deadLetters = [
    ...new Map(newDeadLetters.map((deadLetter) => [deadLetterKey(deadLetter), deadLetter])).values(),
  ];
  if (deadLetters.length > 0)
    await tx
      .insertInto('dead_letters')
      .values(deadLetters)
      // The same text arrived before with a wrong signature, or is held after a replay by an admin.
      .onConflict((conflict) =>
        conflict.columns(['device', 'hash']).doUpdateSet((eb) => ({
          signed: eb.ref('excluded.signed'),
          reason: eb.ref('excluded.reason'),
          settled_event: eb.ref('excluded.settled_event'),
          settled_by: eb.ref('excluded.settled_by'),
          settled_at: eb.ref('excluded.settled_at'),
        })),
      )
      .execute();
  if (changed.size === 0) return;
  const rows = Array.from(changed.values(), ({ subject, seq }) => ({
    region,
    kind: subject.kind,
    id: subject.id,
    seq,
    ...subjectColumns(subject),
  }));
  await tx
    .insertInto('subjects')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['region', 'kind', 'id']).doUpdateSet((eb) => ({
        seq: eb.ref('excluded.seq'),
        audience: eb.ref('excluded.audience'),
        body: eb.ref('excluded.body'),
        fold: eb.ref('excluded.fold'),
        grid: eb.ref('excluded.grid'),
        photos: eb.ref('excluded.photos'),
        bytes: eb.ref('excluded.bytes'),
      })),
    )
    .execute();
};
