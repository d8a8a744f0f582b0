/**
 * The shape of a valibot schema as plain data: its fields without functions. Two schemas with the same shape accept the same
 * messages.
 */
type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

const machinery = new Set(['~standard', '~run', 'reference', 'expects', 'message', 'async', 'kind']);

export const isSchema = (value: unknown): value is { readonly kind: 'schema'; readonly type: string } =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'schema';

export const schemaShape = (value: unknown): Plain => {
  if (value instanceof RegExp) return String(value);
  if (typeof value === 'bigint' || typeof value === 'undefined') return String(value);
  if (Array.isArray(value)) return value.map(schemaShape);
  if (typeof value === 'object' && value !== null) {
    const kept = Object.entries(value).filter(
      ([key, item]) => !machinery.has(key) && typeof item !== 'function',
    );
    return Object.fromEntries(
      kept.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, schemaShape(item)]),
    );
  }
  return value as Plain;
};

/** The paths of the fields of a value, arrays by their first item: the shape of a message without a schema. */
export const fieldPaths = (value: unknown, path = ''): readonly string[] => {
  if (Array.isArray(value)) return value.length > 0 ? fieldPaths(value[0], `${path}[]`) : [`${path}[]`];
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, item]) => fieldPaths(item, `${path}.${key}`));
};
