/** Requests being worked on: a connection may be gone while its transaction still runs. */
export type InFlight = {
  track<T>(work: Promise<T>): Promise<T>;
  /** Resolves when none is left. */
  settled(): Promise<void>;
};

export const countRequests = (): InFlight => {
  const running = new Set<Promise<unknown>>();
  return {
    track: async (work) => {
      running.add(work);
      try {
        return await work;
      } finally {
        running.delete(work);
      }
    },
    settled: async () => {
      await Promise.allSettled(running);
    },
  };
};
