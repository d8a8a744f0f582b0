/**
 * What people write of a hazard. `{n}` is a small number, `{room}` a household, `{m}` metres, `{day}` a time of day:
 * the story fills them in.
 */
export type HazardPhrases = {
  readonly what: readonly string[];
  readonly more: readonly string[];
  /** Where exactly, in the place where such a thing is found. */
  readonly spots: readonly string[];
  /** How it was put right while one waited; absent where that takes longer. */
  readonly handled?: readonly string[];
};
