import type { Result } from '#domain/base/result.ts';
import type { Millis } from '#domain/base/units.ts';

/**
 * Photos and thumbnail batches on the link at once. This many keep the link full; with more, more uploads lose their
 * last bytes at a cut. A browser opens six connections to a server, and one must stay free for text and pulls.
 */
const WIDE = 3;
/** On a slow link, more uploads only make each of them last longer than the link does, and more is lost at a cut. */
const NARROW = 2;
const SLOW: Millis = 3_000;
const QUICK: Millis = 1_000;
/** The rest of a photo that was cut is quick on any link, so one quick upload is not enough. */
const QUICK_IN_A_ROW = 4;

export type Uploads = {
  /** How many uploads may be on the link at once. */
  readonly most: () => number;
  /**
   * Sends when the link has capacity. Uploads that are ready early keep the link full while others are read and
   * recorded. Thumbnails go before every photo that waits.
   */
  readonly send: <T, E>(
    kind: 'thumbnails' | 'photo',
    work: () => Promise<Result<T, E>>,
  ) => Promise<Result<T, E>>;
};

/** Adapts the number of uploads to the durations of the photos that arrived. */
export const createUploads = (now: () => Millis): Uploads => {
  let width = WIDE;
  let quickInARow = 0;
  let onLink = 0;
  const queue: (() => void)[] = [];

  const recordDuration = (millis: Millis): void => {
    quickInARow = millis >= 0 && millis < QUICK ? quickInARow + 1 : 0;
    if (millis > SLOW) width = NARROW;
    else if (quickInARow >= QUICK_IN_A_ROW) width = WIDE;
  };
  const startNext = (): void => {
    while (onLink < width && queue.length > 0) {
      onLink += 1;
      queue.shift()!();
    }
  };

  return {
    most: () => width,
    send: async (kind, work) => {
      const capacity = new Promise<void>((start) =>
        kind === 'photo' ? queue.push(start) : queue.unshift(start),
      );
      startNext();
      await capacity;
      const startedAt = now();
      try {
        const sent = await work();
        if (kind === 'photo' && sent.ok) recordDuration(now() - startedAt);
        return sent;
      } finally {
        onLink -= 1;
        startNext();
      }
    },
  };
};
