/**
 * Pushes on their way into the ledger. While one transaction of a region runs, and a little while after, the pushes that
 * come wait, and are then taken together: what a transaction costs, its sync to the disk first of all, is shared by all
 * who wait for it.
 *
 * Promises: a push is answered once the transaction that holds it is durable; one the database cannot take fails
 * alone. Where nobody has just been before it, it is taken at once.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '#domain/base/units.ts';
import type { PushVerdict } from '#domain/protocol/push.ts';
import { isDatabaseAway } from '#server/store/faults.ts';
import type { Store } from '#server/store/store.ts';
import type { Receipts } from './receipts.ts';
import { takePushes, type Push } from './take-push.ts';

export type Pushes = { take(push: Push): Promise<readonly PushVerdict[]> };

/** Of one transaction: it holds its region, and everybody in it waits for the last. */
const EVENTS_TOGETHER = 200;

type Waiting = {
  readonly push: Push;
  readonly resolve: (verdicts: readonly PushVerdict[]) => void;
  readonly reject: (error: unknown) => void;
};
type Group = [Waiting, ...Waiting[]];

/** From the head of the line, as many as go together; one at least. */
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
 * SQLite's sync holds the whole process: who came meanwhile is heard only now. As long again as the transaction took is
 * time to hear them, and no more than a person notices.
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
