/** The random numbers of the demo. The same seed gives the same numbers, and so the same story, byte for byte. */
export type Dice = {
  /** In [0, 1). */
  roll(): number;
  between(low: number, high: number): number;
  /** A whole number; `low` and `high` are included. */
  whole(low: number, high: number): number;
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** One item of the list; its probability is proportional to its weight. */
  weigh<T>(list: readonly (readonly [T, number])[]): T;
  bytes(count: number): Uint8Array;
};

/** FNV-1a hash of a name. */
const seedOf = (name: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 0;
};

/** Mulberry32, seeded by a name. */
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
      let rest = roll() * list.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [item, weight] of list) {
        rest -= weight;
        if (rest < 0) return item;
      }
      return list.at(-1)![0];
    },
    bytes: (count) => Uint8Array.from({ length: count }, () => whole(0, 255)),
  };
};
