/** A line on the console with the time since the journey began: long journeys tell where they are. */
export const startProgress = (title: string): ((line: string) => void) => {
  const began = performance.now();
  return (line) =>
    console.log(`${title} ${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}`);
};

const [FIRST_WAIT, LONGEST_WAIT] = [20, 250];

/** Asks again, ever more seldom, until `done` says so; answers the last reading. `onWait` hears every reading in between. */
export const eventually = async <T>(
  read: () => Promise<T>,
  done: (reading: T) => boolean,
  limitMillis: number,
  onWait: (reading: T) => void = () => {},
): Promise<T> => {
  const giveUpAt = performance.now() + limitMillis;
  for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 1.5, LONGEST_WAIT)) {
    const reading = await read();
    if (done(reading)) return reading;
    if (performance.now() > giveUpAt)
      throw new Error(`Not within ${limitMillis} ms; last seen: ${JSON.stringify(reading)}`);
    onWait(reading);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
};
