/**
 * Who syncs for a person on this phone: one of the tabs or, where none does, the service worker.
 *
 * Promises: one at a time, and never one that shows no life: a tab that the system froze, or that hangs, keeps its
 * lock and answers nobody, so who waits breaks the lock. The one robbed ends its run once it is awake.
 * Assumes: two at once do no harm; a holder that is only slow may be robbed too.
 */
import type { Millis } from '#domain/base/units.ts';
import type { PersonId } from '#domain/ledger/ids.ts';

/** Names the lock and the channel of one person's sync on this phone. */
export const syncName = (person: PersonId): string => `grid-patrol-sync-${person}`;

/** An answer takes milliseconds, on a busy phone perhaps seconds. */
const SILENCE: Millis = 15_000;

type Habit = {
  /** Works only where nobody else does: waits until whoever syncs ends or is gone, and gives way to whoever comes. */
  readonly isFallbackRunner?: boolean;
};

/**
 * Runs the work if nobody else syncs for this person. False when someone does: at once when they say so; for a
 * stand-in, which waits, when it gave way.
 */
export const withSyncLock = async (
  person: PersonId,
  stopped: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
  { isFallbackRunner = false }: Habit = {},
): Promise<boolean> => {
  const name = syncName(person);
  const over = new AbortController();
  const end = () => over.abort();
  let run = null as Promise<void> | null;
  let yields = false;
  let patience: ReturnType<typeof setTimeout> | undefined;
  /** Carries the question whether anyone is here, `false`, or `null` from a stand-in, and the answer, `true`. */
  const heartbeat = new BroadcastChannel(`${name}-life`);
  // Next in the line is whoever has waited longest.
  const stealLock = () => void navigator.locks.request(name, { steal: true }, () => {}).catch(() => {});
  const ask = () => {
    patience = setTimeout(stealLock, SILENCE);
    heartbeat.postMessage(isFallbackRunner ? null : false);
  };
  const onQuestion = (isFromFallback: boolean) => {
    if (isFallbackRunner && !isFromFallback) {
      yields = true;
      if (run) end();
    } else if (run) heartbeat.postMessage(true);
  };
  const onAnswer = () => {
    if (run) return;
    if (!isFallbackRunner) return end();
    // Whoever asked has heard it too. Who answers now may fall silent later.
    yields = false;
    clearTimeout(patience);
    patience = setTimeout(ask, SILENCE);
  };
  heartbeat.addEventListener('message', ({ data }: MessageEvent<boolean | null>) =>
    data === true ? onAnswer() : onQuestion(data === null),
  );
  stopped.addEventListener('abort', end);
  if (stopped.aborted) end();
  ask();
  await navigator.locks
    .request(name, { signal: over.signal }, () => {
      clearTimeout(patience);
      if (yields) return;
      if (!isFallbackRunner) heartbeat.postMessage(true);
      return (run = work(over.signal));
    })
    // Someone is here, this one is to stop, or was robbed. What failed in the work itself is told below.
    .catch(end);
  clearTimeout(patience);
  stopped.removeEventListener('abort', end);
  heartbeat.close();
  await run;
  return run !== null && !yields;
};
