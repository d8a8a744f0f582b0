/** Every choice of the demo comes from here: the same seed tells the same story, byte for byte. */
export type Dice = {
  /** In [0, 1). */
  roll(): number;
  between(low: number, high: number): number;
  /** A whole number, both ends included. */
  whole(low: number, high: number): number;
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** One of the list, each as often as its weight says. */
  weigh<T>(list: readonly (readonly [T, number])[]): T;
  bytes(count: number): Uint8Array;
};

/** FNV-1a, so that a name can be a seed. */
const seedOf = (name: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 0;
};

/** Mulberry32. */
export const diceOf = (name: string): Dice => {
  let state = seedOf(name);
  const roll = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (low: number, high: number) => low + Math.floor(roll() * (high - low + 1));
  return {
    roll,
    between: (low, high) => low + roll() * (high - low),
    whole,
    chance: (share) => roll() < share,
    pick: (list) => list[Math.floor(roll() * list.length)]!,
    weigh: (list) => {
      let left = roll() * list.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [item, weight] of list) {
        left -= weight;
        if (left < 0) return item;
      }
      return list.at(-1)![0];
    },
    bytes: (count) => Uint8Array.from({ length: count }, () => whole(0, 255)),
  };
};
