/** Repeats the work until it succeeds. */
export const untilItWorks = async <T>(pauseMillis: number, work: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await work();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pauseMillis));
    }
  }
};

export const post = async (path: string, init: RequestInit): Promise<void> => {
  const answer = await fetch(path, { method: 'POST', ...init });
  if (!answer.ok) throw new Error(`answered ${answer.status}`);
};

/** Works on the items in order, `count` at a time. */
export const inParallel = async <T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> => {
  let next = 0;
  const worker = async () => {
    while (next < items.length) await work(items[next++]!);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
};
