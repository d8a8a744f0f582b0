import type { PushVerdict } from '#domain/protocol/push.ts';
import type { Person } from '#domain/protocol/session.ts';
import type { Millis } from '#domain/base/units.ts';
import { recordClaims } from '#server/photos/claims.ts';
import type { Store } from '#server/store/store.ts';
import { authorityOf, personById } from './authority.ts';
import type { Arrival } from './check-event.ts';
import { openFeed } from './feed.ts';
import { judgeBatch, type Taking } from './judge-batch.ts';
import { readKnown } from './known.ts';
import type { Receipts } from './receipts.ts';
import { settleByAuthor } from './settled-letters.ts';
import { writeJudged } from './write-judged.ts';

export type Push = {
  readonly person: Person;
  readonly device: string;
  readonly arrivals: readonly Arrival[];
  /** Events the device still holds, this batch included. */
  readonly unsent: number;
  readonly receivedAt: Millis;
};

const verdictOf = ({ row, duplicate }: Taking, receipts: Receipts): PushVerdict => ({
  hash: row.hash,
  verdict: 'verdict' in row ? row.verdict : 'rejected',
  duplicate,
  reason: row.reason,
  seq: 'seq' in row ? row.seq : null,
  receivedAt: row.received_at,
  receipt: receipts.event(row.hash, row.received_at),
});

/** Takes a batch in one transaction: all of it is durable when this resolves, or none of it is. */
export const takePush = (store: Store, push: Push, receipts: Receipts): Promise<readonly PushVerdict[]> =>
  store.write.transaction().execute(async (tx) => {
    const { arrivals, device, receivedAt } = push;
    const { region } = push.person;
    const feed = await openFeed(tx, region);
    const person = await personById(tx, push.person.id);
    if (person?.region !== region) throw new Error('the sender was moved to another region meanwhile');
    const by = authorityOf(person);
    const known = await readKnown(tx, region, device, arrivals);
    const judged = judgeBatch(known, arrivals, { by, device, receivedAt, feed });
    await writeJudged(tx, region, judged);
    await settleByAuthor(tx, region, known, judged, receivedAt);
    await recordClaims(tx, { region, person: person.id, device }, arrivals);
    await feed.close();
    await tx
      .updateTable('devices')
      .set({ last_seen_at: receivedAt, unsent: Math.max(0, push.unsent - arrivals.length) })
      .where('id', '=', device)
      .execute();
    return judged.takings.map((taking) => verdictOf(taking, receipts));
  });
