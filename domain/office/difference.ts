/** What differs between two versions of a row, field by field. */

/** A missing field is undefined. */
export type Difference = { readonly path: string; readonly before: unknown; readonly after: unknown };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Null and absent say the same in a row. */
const given = (value: unknown): unknown => value ?? undefined;

const between = (
  before: unknown,
  after: unknown,
  whole: readonly string[],
  path: string,
): readonly Difference[] => {
  if ((isRecord(before) || isRecord(after)) && !whole.includes(path)) {
    const [from, to] = [isRecord(before) ? before : {}, isRecord(after) ? after : {}];
    return [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap((key) =>
      between(from[key], to[key], whole, path === '' ? key : `${path}.${key}`),
    );
  }
  const isSame = JSON.stringify(given(before)) === JSON.stringify(given(after));
  return isSame ? [] : [{ path, before: given(before), after: given(after) }];
};

/**
 * The fields that differ, by their path such as `limit.amount`. Lists are compared whole, and so are the fields of `whole`.
 * Null: there is no such version.
 */
export const differences = (
  before: unknown,
  after: unknown,
  whole: readonly string[] = [],
): readonly Difference[] => between(before, after, whole, '');

/** What one list has and the other has not, in both directions. */
export const listDifference = (
  before: readonly unknown[],
  after: readonly unknown[],
): { readonly removed: readonly unknown[]; readonly added: readonly unknown[] } => {
  const textsOf = (list: readonly unknown[]) => new Set(list.map((item) => JSON.stringify(item)));
  const [from, to] = [textsOf(before), textsOf(after)];
  return {
    removed: before.filter((item) => !to.has(JSON.stringify(item))),
    added: after.filter((item) => !from.has(JSON.stringify(item))),
  };
};
