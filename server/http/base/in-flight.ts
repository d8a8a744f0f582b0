/** The running requests. A request may still run a transaction after its connection was closed. */
export type InFlight = {
  track<T>(work: Promise<T>): Promise<T>;
  /** Resolves when the requests that run now have ended. */
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
