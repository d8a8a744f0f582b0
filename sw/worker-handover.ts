/**
 * From a worker that the person let in to the one that still works: browsers wait until that has nothing in hand, and
 * what it sends for the pages, or in line behind one, may last for minutes. What it leaves is sent by a page, or later.
 */
const CHANNEL = 'grid-patrol-change-over';

export const requestHandover = (): void => {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(null);
  channel.close();
};

/** Runs the work, which is to end soon after its signal says so. */
export const runUntilHandover = async <T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
  const end = new AbortController();
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', () => end.abort());
  try {
    return await work(end.signal);
  } finally {
    channel.close();
  }
};
