import type { Millis } from '#domain/base/units.ts';
import type { Writing } from '#server/store/store.ts';
import type { Judged } from './judge-batch.ts';
import type { DeadLetterRow } from '#server/store/tables.ts';
import { deadLetterKey, type Known } from './known.ts';

export type Resolution = {
  /** The event that replaces the dead letter. */
  readonly event: string;
  /** The admin; null: the author. */
  readonly by: string | null;
  readonly at: Millis;
};

/** Marks a dead letter as resolved, once. Its text does not change. */
export const resolveDeadLetter = async (
  tx: Writing,
  { device, hash }: Pick<DeadLetterRow, 'device' | 'hash'>,
  { event, by, at }: Resolution,
): Promise<void> => {
  await tx
    .updateTable('dead_letters')
    .set({ settled_event: event, settled_by: by, settled_at: at })
    .where('device', '=', device)
    .where('hash', '=', hash)
    .where('settled_event', 'is', null)
    .execute();
};

/** Resolves dead letters that their author sent again: the same text with a valid signature, or a resubmission. */
export const resolveByAuthor = async (
  tx: Writing,
  region: string,
  { deadLettersByKey }: Pick<Known, 'deadLettersByKey'>,
  { newEvents }: Pick<Judged, 'newEvents'>,
): Promise<void> => {
  for (const { id, device, hash, text, person, verdict, received_at: at } of newEvents) {
    if (verdict === 'rejected') continue;
    const before = deadLettersByKey.get(deadLetterKey({ device, hash }));
    if (before) await resolveDeadLetter(tx, before, { event: id, by: null, at });
    if (!text.includes('"replaces"')) continue;
    const { replaces } = JSON.parse(text) as { replaces?: string };
    if (replaces)
      await tx
        .updateTable('dead_letters')
        .set({ settled_event: id, settled_by: null, settled_at: at })
        .where('region', '=', region)
        .where('event_id', '=', replaces)
        .where('person', '=', person)
        .where('settled_event', 'is', null)
        .execute();
  }
};
