import type { Millis } from '#domain/base/units.ts';
import { pullAnswerSchema } from '#domain/protocol/pull.ts';
import { countUnsent } from '#storage/outbox/remaining.ts';
import { applyPullPage, noteContact, readCursor } from '#storage/subjects/subjects.ts';
import { readKnownHeads } from '#storage/subjects/known-heads.ts';
import { readAs, knownHeadsHeader, type CallFailure } from '#sync/transport/call.ts';
import { retryKey, type LaneContext, type Work } from '#sync/engine/lane.ts';

/** While photos travel, most news are those of the photos themselves: they can wait so long. */
const NEWS_WHILE_SENDING: Millis = 5 * 60_000;

/** One page a piece, so that a report saved during a long first pull does not wait for its end. */
export const createPullLane = ({ db, call, backoff, waiting, now }: LaneContext) => {
  let asked = 0;
  let answered = 0;
  /** When a pull may begin beside what is being sent. */
  let dueAt: Millis = 0;

  const pull = async (): Promise<CallFailure | null> => {
    const askedBefore = asked;
    const askedAt = now();
    dueAt = now() + NEWS_WHILE_SENDING;
    const cursor = await readCursor(db);
    const query = new URLSearchParams({ unsent: String(await countUnsent(db)) });
    if (cursor !== null) query.set('cursor', cursor);
    const knownHeads = await readKnownHeads(db);
    const page = await call.json(
      { method: 'GET', path: `/api/sync/pull?${query}`, headers: knownHeadsHeader(knownHeads) },
      readAs(pullAnswerSchema),
    );
    if (!page.ok) {
      if (page.error.kind === 'refused') backoff.backOff(retryKey.pull);
      return page.error;
    }
    const isTaken = await applyPullPage(db, page.value, { from: askedAt, to: now(), knownHeads, cursor });
    // It may have had events offered and photos asked about again.
    waiting.invalidate();
    backoff.clear(retryKey.pull);
    if (page.value.more || !isTaken) {
      dueAt = 0;
      return null;
    }
    answered = askedBefore;
    await noteContact(db, now());
    return null;
  };

  return {
    ask: () => {
      asked += 1;
      dueAt = 0;
    },
    pullWhenIdle: () => {
      asked += 1;
    },
    next: (isSending: boolean): Work | null => {
      // Further off than that means that the clock was set back.
      const isDue = !isSending || dueAt <= now() || dueAt > now() + NEWS_WHILE_SENDING;
      return asked > answered && isDue && backoff.isOpen(retryKey.pull) ? pull : null;
    },
  };
};
