/**
 * Who syncs for a person on this phone: one of the tabs, or the service worker.
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

/** Runs the work if nobody else syncs for this person; false, at once, when someone does and says so. */
export const withSyncLock = async (
  person: PersonId,
  stopped: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<boolean> => {
  const name = syncName(person);
  const over = new AbortController();
  const end = () => over.abort();
  let run = null as Promise<void> | null;
  /** Carries the question whether anyone is here, `false`, and the answer, `true`. */
  const life = new BroadcastChannel(`${name}-life`);
  life.addEventListener('message', ({ data: isAnswer }: MessageEvent<boolean>) => {
    if (run === null) {
      if (isAnswer) end();
    } else if (!isAnswer) life.postMessage(true);
  });
  // Next in the line is whoever has waited longest.
  const patience = setTimeout(
    () => void navigator.locks.request(name, { steal: true }, () => {}).catch(() => {}),
    SILENCE,
  );
  stopped.addEventListener('abort', end);
  life.postMessage(false);
  await navigator.locks
    .request(name, { signal: over.signal }, () => {
      clearTimeout(patience);
      life.postMessage(true);
      return (run = work(over.signal));
    })
    // Someone is here, this one is to stop, or was robbed. What failed in the work itself is told below.
    .catch(end);
  clearTimeout(patience);
  stopped.removeEventListener('abort', end);
  life.close();
  await run;
  return run !== null;
};
