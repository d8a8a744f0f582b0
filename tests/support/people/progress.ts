/** Prints a line with the time since the start: shows how far a long journey is. */
export const startProgress = (title: string): ((line: string) => void) => {
  const began = performance.now();
  return (line) =>
    console.log(`${title} ${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}`);
};

const [FIRST_PAUSE, LONGEST_PAUSE] = [5, 250];
const pause = (millis: number) => new Promise<void>((resolve) => setTimeout(resolve, millis));

/**
 * Reads until `isDone(reading)`, with growing pauses, and returns that reading. `onWait` gets the readings before it.
 * @throws {Error} with the last reading, after `limitMillis`.
 */
export const eventually = async <T>(
  read: () => Promise<T>,
  isDone: (reading: T) => boolean,
  limitMillis: number,
  onWait: (reading: T) => void = () => {},
): Promise<T> => {
  const end = performance.now() + limitMillis;
  for (let millis = FIRST_PAUSE; ; millis = Math.min(millis * 1.5, LONGEST_PAUSE)) {
    const reading = await read();
    if (isDone(reading)) return reading;
    if (performance.now() > end)
      throw new Error(
        `condition not met within ${limitMillis / 1000} s; last reading: ${JSON.stringify(reading)}`,
      );
    onWait(reading);
    await pause(millis);
  }
};

export const untilTrue = async (
  condition: () => boolean | Promise<boolean>,
  limitMillis = 10_000,
): Promise<void> => {
  await eventually(
    async () => condition(),
    (isMet) => isMet,
    limitMillis,
  );
};
