import type { Millis } from '#domain/base/units.ts';
import { pullAnswerSchema } from '#domain/protocol/pull.ts';
import { APP_HEADER } from '#domain/protocol/version.ts';
import { appVersion } from '#sync/transport/app-version.ts';
import { countUnsent } from '#storage/outbox/remaining.ts';
import { applyPullPage, noteContact, readCursor } from '#storage/subjects/subjects.ts';
import { readKnownHeads } from '#storage/subjects/known-heads.ts';
import { readAs, knownHeadsHeader, type CallFailure } from '#sync/transport/call.ts';
import { retryKey, type LaneContext, type Work } from '#sync/engine/lane.ts';

/** The time between two pulls during photo uploads, because these photos cause most of the changes. */
const WHILE_SENDING: Millis = 5 * 60_000;

/** One page per unit of work, so that a report saved during a long first pull does not wait for its end. */
export const createPullLane = ({ db, call, backoff, waiting, now }: LaneContext) => {
  let requested = 0;
  let served = 0;
  /** When a pull may begin during uploads. */
  let dueAt: Millis = 0;

  const pull = async (): Promise<CallFailure | null> => {
    const requestedBefore = requested;
    const requestedAt = now();
    dueAt = now() + WHILE_SENDING;
    const cursor = await readCursor(db);
    const unsent = await countUnsent(db);
    const query = new URLSearchParams({ unsent: String(unsent) });
    const oldest = waiting.events()[0]?.event.at;
    if (unsent > 0 && oldest !== undefined) query.set('oldest', String(oldest));
    if (cursor !== null) query.set('cursor', cursor);
    const knownHeads = await readKnownHeads(db);
    const page = await call.json(
      {
        method: 'GET',
        path: `/api/sync/pull?${query}`,
        headers: {
          ...knownHeadsHeader(knownHeads),
          ...(appVersion === null ? {} : { [APP_HEADER]: appVersion }),
        },
      },
      readAs(pullAnswerSchema),
    );
    if (!page.ok) {
      if (page.error.kind === 'refused') backoff.backOff(retryKey.pull);
      return page.error;
    }
    const isApplied = await applyPullPage(db, page.value, {
      from: requestedAt,
      to: now(),
      knownHeads,
      cursor,
    });
    // The page may have caused events to be offered again and photos to be asked about again.
    waiting.invalidate();
    backoff.clear(retryKey.pull);
    if (page.value.more || !isApplied) {
      dueAt = 0;
      return null;
    }
    served = requestedBefore;
    await noteContact(db, now());
    return null;
  };

  return {
    ask: () => {
      requested += 1;
      dueAt = 0;
    },
    pullWhenIdle: () => {
      requested += 1;
    },
    next: (isSending: boolean): Work | null => {
      // A later time means that the clock was set back.
      const isDue = !isSending || dueAt <= now() || dueAt > now() + WHILE_SENDING;
      return requested > served && isDue && backoff.isOpen(retryKey.pull) ? pull : null;
    },
  };
};
