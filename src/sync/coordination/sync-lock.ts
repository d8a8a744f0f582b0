/**
 * The sync lock: one runner per person on a phone, either a tab or, where no tab syncs, the service worker.
 *
 * Promises: at most one runner. A waiter steals the lock from a holder that gives no heartbeat for 15 s (a frozen or
 * hung tab). The former holder aborts its run when it resumes.
 * Assumes: two runs at once do no harm. A holder that is only slow may lose the lock too.
 */
import type { Millis } from '#domain/base/units.ts';
import type { PersonId } from '#domain/ledger/ids.ts';

/** The name of the lock and of the channel for the sync of one person on this phone. */
export const syncName = (person: PersonId): string => `grid-patrol-sync-${person}`;

/** A heartbeat takes milliseconds, on a busy phone perhaps seconds. */
const HEARTBEAT_TIMEOUT: Millis = 15_000;

type LockOptions = {
  /** Runs only where no page does: waits until the holder ends or disappears, and yields to every page that asks. */
  readonly isFallbackRunner?: boolean;
};

/**
 * Runs the work if no other runner syncs for this person. Returns false when there is one: at once when it gives a
 * heartbeat; for a fallback runner, which waits, when it has yielded.
 */
export const withSyncLock = async (
  person: PersonId,
  stopped: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
  { isFallbackRunner = false }: LockOptions = {},
): Promise<boolean> => {
  const name = syncName(person);
  const cancelled = new AbortController();
  const cancel = () => cancelled.abort();
  let run = null as Promise<void> | null;
  let yields = false;
  let answerTimer: ReturnType<typeof setTimeout> | undefined;
  /**
   * Messages: the question whether there is a runner (`false`, or `null` from a fallback runner), and the answer
   * `true`.
   */
  const heartbeat = new BroadcastChannel(`${name}-life`);
  // The lock goes to the waiter that has waited longest.
  const stealLock = () => void navigator.locks.request(name, { steal: true }, () => {}).catch(() => {});
  const ask = () => {
    answerTimer = setTimeout(stealLock, HEARTBEAT_TIMEOUT);
    heartbeat.postMessage(isFallbackRunner ? null : false);
  };
  const onQuestion = (isFromFallback: boolean) => {
    if (isFallbackRunner && !isFromFallback) {
      yields = true;
      if (run) cancel();
    } else if (run) heartbeat.postMessage(true);
  };
  const onAnswer = () => {
    if (run) return;
    if (!isFallbackRunner) return cancel();
    // The page that asked receives this answer too. The runner that answers now may stop answering later.
    yields = false;
    clearTimeout(answerTimer);
    answerTimer = setTimeout(ask, HEARTBEAT_TIMEOUT);
  };
  heartbeat.addEventListener('message', ({ data }: MessageEvent<boolean | null>) =>
    data === true ? onAnswer() : onQuestion(data === null),
  );
  stopped.addEventListener('abort', cancel);
  if (stopped.aborted) cancel();
  ask();
  await navigator.locks
    .request(name, { signal: cancelled.signal }, () => {
      clearTimeout(answerTimer);
      if (yields) return;
      if (!isFallbackRunner) heartbeat.postMessage(true);
      return (run = work(cancelled.signal));
    })
    // Another runner answered, this one must stop, or the lock was stolen. An error of the work itself is thrown
    // below.
    .catch(cancel);
  clearTimeout(answerTimer);
  stopped.removeEventListener('abort', cancel);
  heartbeat.close();
  await run;
  return run !== null && !yields;
};
