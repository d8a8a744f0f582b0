import type { Result } from '#domain/base/result.ts';
import type { Millis } from '#domain/base/units.ts';

/**
 * Of photos and batches of thumbnails: enough of them on the link keep it full, and each one more is one more to lose
 * its last bytes when the link is cut. A browser opens six connections to a server; text and news must find one free.
 */
const WIDE = 3;
/** On a slow link more would only make each of them last longer than the link does, and lose more at a cut. */
const NARROW = 2;
const SLOW: Millis = 3_000;
const QUICK: Millis = 1_000;
/** The rest of a photo that was cut is quick on any link. */
const QUICK_IN_A_ROW = 4;

export type Uploads = {
  /** How many may be on the link at once. */
  readonly most: () => number;
  /**
   * Sends when there is room on the link. What is ready in time keeps the link full while others are read and marked;
   * small pictures go before whatever waits.
   */
  readonly send: <T, E>(
    kind: 'thumbnails' | 'photo',
    work: () => Promise<Result<T, E>>,
  ) => Promise<Result<T, E>>;
};

/** How many that is depends on how long the photos took that arrived. */
export const createUploads = (now: () => Millis): Uploads => {
  let width = WIDE;
  let quick = 0;
  let onLink = 0;
  const queue: (() => void)[] = [];

  const took = (millis: Millis): void => {
    quick = millis >= 0 && millis < QUICK ? quick + 1 : 0;
    if (millis > SLOW) width = NARROW;
    else if (quick >= QUICK_IN_A_ROW) width = WIDE;
  };
  const letIn = (): void => {
    while (onLink < width && queue.length > 0) {
      onLink += 1;
      queue.shift()!();
    }
  };

  return {
    most: () => width,
    send: async (kind, work) => {
      const turn = new Promise<void>((go) => (kind === 'photo' ? queue.push(go) : queue.unshift(go)));
      letIn();
      await turn;
      const startedAt = now();
      try {
        const sent = await work();
        if (kind === 'photo' && sent.ok) took(now() - startedAt);
        return sent;
      } finally {
        onLink -= 1;
        letIn();
      }
    },
  };
};
