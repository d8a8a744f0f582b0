import { pullAnswerSchema } from '#domain/protocol/pull.ts';
import { freeConfirmed } from '#storage/photos.ts';
import { isQuotaError } from '#storage/quota.ts';
import { countUnsent } from '#storage/remaining.ts';
import { applyPullPage, noteContact, readCursor } from '#storage/subjects.ts';
import { readAs, type CallFailure } from './call.ts';
import { parkKey, type LaneContext, type Work } from './lane.ts';

/** One page a piece, so that a report saved during a long first pull does not wait for its end. */
export const createPullLane = ({ db, call, backoff, now }: Omit<LaneContext, 'askPull'>) => {
  let asked = 0;
  let answered = 0;

  const pull = async (): Promise<CallFailure | null> => {
    const askedBefore = asked;
    const cursor = await readCursor(db);
    const query = new URLSearchParams({ unsent: String(await countUnsent(db)) });
    if (cursor !== null) query.set('cursor', cursor);
    const page = await call.json(
      { method: 'GET', path: `/api/sync/pull?${query}` },
      readAs(pullAnswerSchema),
    );
    if (!page.ok) {
      if (page.error.kind === 'refused') backoff.park(parkKey.pull);
      return page.error;
    }
    try {
      await applyPullPage(db, page.value);
    } catch (error) {
      if (!isQuotaError(error)) throw error;
      await freeConfirmed(db, now(), true);
      backoff.park(parkKey.pull);
      return { kind: 'refused', status: 200, error: 'storageFull', header: () => null };
    }
    backoff.clear(parkKey.pull);
    if (page.value.more) return null;
    answered = askedBefore;
    await noteContact(db, now());
    return null;
  };

  return {
    ask: () => {
      asked += 1;
    },
    next: (): Work | null => (asked > answered && backoff.isOpen(parkKey.pull) ? pull : null),
  };
};
