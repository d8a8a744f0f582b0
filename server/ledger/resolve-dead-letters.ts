import type { Millis } from '#domain/base/units.ts';
import type { Writing } from '#server/store/store.ts';
import type { Judged } from './judge-batch.ts';
import { letterKey, type Known, type LetterRow } from './known.ts';

export type Settlement = {
  /** The event that stands for the letter now. */
  readonly event: string;
  /** The admin, or null for its author. */
  readonly by: string | null;
  readonly at: Millis;
};

/** Its own text stays as it came. */
export const settleLetter = async (
  tx: Writing,
  { device, hash }: Pick<LetterRow, 'device' | 'hash'>,
  { event, by, at }: Settlement,
): Promise<void> => {
  await tx
    .updateTable('dead_letters')
    .set({ settled_event: event, settled_by: by, settled_at: at })
    .where('device', '=', device)
    .where('hash', '=', hash)
    .where('settled_event', 'is', null)
    .execute();
};

/** What its author has sent anew, with a signature that fits or as another event in its place, nobody need mend. */
export const settleByAuthor = async (
  tx: Writing,
  region: string,
  { lettersByKey }: Pick<Known, 'lettersByKey'>,
  { newEvents }: Pick<Judged, 'newEvents'>,
): Promise<void> => {
  for (const { id, device, hash, text, person, verdict, received_at: at } of newEvents) {
    if (verdict === 'rejected') continue;
    const before = lettersByKey.get(letterKey({ device, hash }));
    if (before) await settleLetter(tx, before, { event: id, by: null, at });
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
