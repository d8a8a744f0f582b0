/**
 * Handover from the running worker to a new one that the person accepted. A browser waits until the running worker is
 * idle, and its background sync may last for minutes. What it does not finish is sent later, by a page or by the new
 * worker.
 */
const CHANNEL = 'grid-patrol-change-over';

export const requestHandover = (): void => {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(null);
  channel.close();
};

/** Runs the work, which must end soon after its signal aborts. */
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
