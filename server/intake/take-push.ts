import type { PushVerdict } from '#domain/protocol/push.ts';
import type { Millis } from '#domain/base/units.ts';
import { recordClaims } from '#server/photos/claims.ts';
import type { Store, Writing } from '#server/store/store.ts';
import { peopleById } from '#server/ledger/authority.ts';
import type { ReceivedEvent } from '#server/ledger/check-event.ts';
import { openFeed } from '#server/ledger/feed.ts';
import { judgeBatch, judgedTogether, type Outcome } from '#server/ledger/judge-batch.ts';
import { readKnown } from '#server/ledger/known.ts';
import type { Receipts } from '#server/ledger/receipts.ts';
import { resolveByAuthor } from '#server/ledger/resolve-dead-letters.ts';
import { writeJudged } from '#server/ledger/write-judged.ts';
import { authorityOf } from '#domain/people/authority.ts';
import type { Person } from '#domain/people/person.ts';

export type Push = {
  readonly person: Person;
  readonly device: string;
  readonly receivedEvents: readonly ReceivedEvent[];
  /** The number of unsent events on the device, this batch included. */
  readonly unsent: number;
  readonly receivedAt: Millis;
};

const verdictOf = (outcome: Outcome, receipts: Receipts): PushVerdict => {
  if ('retry' in outcome) {
    const nothing = { seq: null, receivedAt: null, receipt: null };
    return { hash: outcome.retry, verdict: 'retry', duplicate: false, reason: 'busy', ...nothing };
  }
  const { row, duplicate } = outcome;
  return {
    hash: row.hash,
    verdict: 'verdict' in row ? row.verdict : 'rejected',
    duplicate,
    reason: row.reason,
    seq: 'seq' in row ? row.seq : null,
    receivedAt: row.received_at,
    receipt: receipts.event(row.hash, row.received_at),
  };
};

/** An event that was not stored claims no photo. */
const withoutRetries = (
  receivedEvents: readonly ReceivedEvent[],
  outcomes: readonly Outcome[],
): readonly ReceivedEvent[] => receivedEvents.filter((_, i) => !('retry' in outcomes[i]!));

/** Stores the unsent counts. Most devices have the same count, 0, and share one statement. */
const seeDevices = async (tx: Writing, pushes: readonly Push[]): Promise<void> => {
  const unsentByDevice = new Map(
    pushes.map(({ device, unsent, receivedEvents }) => [device, Math.max(0, unsent - receivedEvents.length)]),
  );
  for (const unsent of new Set(unsentByDevice.values()))
    await tx
      .updateTable('devices')
      .set({ last_seen_at: Math.max(...pushes.map((push) => push.receivedAt)), unsent })
      .where(
        'id',
        'in',
        [...unsentByDevice].flatMap(([device, left]) => (left === unsent ? device : [])),
      )
      .execute();
};

type Verdicts = readonly PushVerdict[];

/**
 * Writes pushes of one region in one transaction, in this order. When this resolves, all of them are durable; if it
 * rejects, none is. Null for a sender who was moved to another region in the meantime.
 */
export const takePushes = (
  store: Store,
  pushes: readonly [Push, ...Push[]],
  receipts: Receipts,
): Promise<readonly (Verdicts | null)[]> =>
  store.write.transaction().execute(async (tx) => {
    const { region } = pushes[0].person;
    const feed = await openFeed(tx, region);
    const people = await peopleById(
      tx,
      pushes.map((push) => push.person.id),
    );
    const isHere = ({ person }: Push) => people.get(person.id)?.region === region;
    const taken = pushes.filter(isHere);
    const known = await readKnown(store, tx, region, taken);
    const judgedByPush = new Map(
      taken.map((push) => {
        const { person, device, receivedEvents, receivedAt } = push;
        const now = people.get(person.id)!;
        const context = { by: authorityOf(now), isRetired: now.retired ?? false, device, receivedAt, feed };
        return [push, judgeBatch(known, receivedEvents, context)] as const;
      }),
    );
    const judged = judgedTogether([...judgedByPush.values()]);
    // Events that change no subject are a change of the region too ([L8]).
    if (judged.changed.size === 0 && judged.newEvents.length + judged.newDeadLetters.length > 0)
      feed.take(null);
    await writeJudged(tx, region, judged);
    await resolveByAuthor(tx, region, known, judged);
    await recordClaims(
      tx,
      region,
      [...judgedByPush].map(([{ person, device, receivedEvents }, { outcomes }]) => ({
        person: person.id,
        device,
        receivedEvents: withoutRetries(receivedEvents, outcomes),
      })),
    );
    await feed.close();
    await seeDevices(tx, taken);
    return pushes.map(
      (push) => judgedByPush.get(push)?.outcomes.map((outcome) => verdictOf(outcome, receipts)) ?? null,
    );
  });
