/**
 * Sentences that people write about a hazard. `write-report.ts` replaces `{n}` by a small number, `{room}` by a room
 * number, `{m}` by metres and `{day}` by a time of day.
 */
export type HazardPhrases = {
  readonly what: readonly string[];
  readonly more: readonly string[];
  /** The detail of the spot inside the place. */
  readonly spots: readonly string[];
  /** How the hazard was handled on the spot. Absent if that is not possible. */
  readonly handled?: readonly string[];
};
