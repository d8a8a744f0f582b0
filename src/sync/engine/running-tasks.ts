import type { Work } from './lane.ts';

/**
 * The units of work in progress, by lane.
 *
 * Promises: a unit is counted from its start until `run` resolves. Then it is removed, and `onEnd` is called.
 * Assumes: `run` handles every failure of the unit and never rejects.
 */
export const createRunningTasks = <Lane extends string>(
  run: (lane: Lane, work: Work) => Promise<void>,
  onEnd: () => void,
) => {
  const lanesByTask = new Map<Promise<void>, Lane>();
  const count = (...lanes: readonly Lane[]): number =>
    [...lanesByTask.values()].filter((lane) => lanes.includes(lane)).length;
  const start = (lane: Lane, work: Work): void => {
    const task = run(lane, work).finally(() => {
      lanesByTask.delete(task);
      onEnd();
    });
    lanesByTask.set(task, lane);
  };

  return {
    /** The number of running units in these lanes together. */
    count,
    total: (): number => lanesByTask.size,
    startIfIdle: (lane: Lane, next: () => Work | null): void => {
      const work = count(lane) === 0 ? next() : null;
      if (work) start(lane, work);
    },
    startWhile: (hasCapacity: () => boolean, lane: Lane, next: () => Work | null): void => {
      for (let work = hasCapacity() && next(); work; work = hasCapacity() && next()) start(lane, work);
    },
    /** Resolves when every unit that runs now has ended. */
    allEnded: async (): Promise<void> => {
      await Promise.all(lanesByTask.keys());
    },
  };
};
