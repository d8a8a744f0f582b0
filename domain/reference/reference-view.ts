import type { ReferenceKind, ReferenceValue } from './reference.ts';

export type { ReferenceKind } from './reference.ts';

/** The office's data as it was when an event was judged. */
export type ReferenceView = {
  /** The value of an id. Null: the office removed it. Undefined: there never was one. */
  readonly get: <K extends ReferenceKind>(kind: K, id: string) => ReferenceValue<K> | null | undefined;
};
