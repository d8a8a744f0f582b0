/**
 * Groups pushes into transactions. Pushes that arrive while a transaction of their region runs, and shortly after it, wait
 * and share the next transaction. So they also share its cost, which is mostly the sync to the disk.
 *
 * Promises: a push is answered once its transaction is durable ([P5]). If the database rejects one push, only this push
 * fails. Without another push shortly before, a push is written at once.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '#domain/base/units.ts';
import type { PushVerdict } from '#domain/protocol/push.ts';
import { isDatabaseAway } from '#server/store/faults.ts';
import type { Store } from '#server/store/store.ts';
import type { Receipts } from '#server/ledger/receipts.ts';
import { takePushes, type Push } from './take-push.ts';

export type Pushes = { take(push: Push): Promise<readonly PushVerdict[]> };

/** Limit for one transaction: it locks its region, and all its pushes wait for its end. */
const EVENTS_TOGETHER = 200;

type Waiting = {
  readonly push: Push;
  readonly resolve: (verdicts: readonly PushVerdict[]) => void;
  readonly reject: (error: unknown) => void;
};
type Group = [Waiting, ...Waiting[]];

/** Removes the first pushes of the queue: as many as the limit allows, at least one. */
const nextGroup = (line: Group): Group => {
  const [first] = line;
  let events = first.push.receivedEvents.length;
  let end = 1;
  for (; end < line.length; end++) {
    events += line[end]!.push.receivedEvents.length;
    if (events > EVENTS_TOGETHER) break;
  }
  const [, ...others] = line.splice(0, end);
  return [first, ...others];
};

/**
 * The sync of SQLite blocks the whole process, so requests that came during it are read only afterwards. The wait gives
 * them time to arrive: as long as the transaction took, but too short for a person to notice.
 */
const LONGEST_GATHERING: Millis = 20;
export type Gather = (took: Millis) => Promise<void>;
const gatherAWhile: Gather = (took) => sleep(Math.min(took, LONGEST_GATHERING));

export const openPushes = (store: Store, receipts: Receipts, gather = gatherAWhile): Pushes => {
  const linesByRegion = new Map<string, Waiting[]>();

  const takeGroup = async ([first, ...others]: Group): Promise<void> => {
    const group = [first, ...others];
    try {
      const taken = await takePushes(store, [first.push, ...others.map((it) => it.push)], receipts);
      group.forEach(({ resolve, reject }, at) => {
        const verdicts = taken[at];
        if (verdicts) resolve(verdicts);
        else reject(new Error('the sender was moved to another region meanwhile'));
      });
    } catch (error) {
      if (others.length === 0 || isDatabaseAway(error)) for (const { reject } of group) reject(error);
      else for (const one of group) await takeGroup([one]);
    }
  };

  const isWaiting = (line: Waiting[]): line is Group => line.length > 0;
  const drain = async (region: string, line: Waiting[]): Promise<void> => {
    while (isWaiting(line)) {
      const startedAt = performance.now();
      await takeGroup(nextGroup(line));
      await gather(performance.now() - startedAt);
    }
    linesByRegion.delete(region);
  };

  return {
    take: (push) =>
      new Promise((resolve, reject) => {
        const { region } = push.person;
        const line = linesByRegion.get(region) ?? [];
        line.push({ push, resolve, reject });
        if (linesByRegion.has(region)) return;
        linesByRegion.set(region, line);
        void drain(region, line);
      }),
  };
};
