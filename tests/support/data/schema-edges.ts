/**
 * Values that a valibot schema accepts, at its edges: each end of each length and range, each choice, each null, each
 * field that may be absent. A narrower schema rejects at least one of them.
 */
import * as fc from 'fast-check';
import * as v from 'valibot';

type Part = {
  readonly type: string;
  readonly requirement?: unknown;
  readonly pipe?: readonly Part[];
  readonly entries?: Readonly<Record<string, Part>>;
  readonly wrapped?: Part;
  readonly item?: Part;
  readonly key?: Part;
  readonly value?: Part;
  readonly literal?: unknown;
  readonly options?: readonly unknown[];
};
/** The length that stands for no limit: longer than any limit that a later schema could add by mistake. */
const WITHOUT_LIMIT = 5_000;

const numberIn = (part: Part, type: string): number | undefined => {
  const found = part.pipe?.find((action) => action.type === type)?.requirement;
  return typeof found === 'number' ? found : undefined;
};

const textEdges = (part: Part): unknown[] => {
  const pattern = part.pipe?.find(({ type }) => type === 'regex')?.requirement;
  if (pattern instanceof RegExp) return fc.sample(fc.stringMatching(pattern), { numRuns: 40, seed: 1 });
  const [min, max] = [numberIn(part, 'min_length') ?? 0, numberIn(part, 'max_length') ?? WITHOUT_LIMIT];
  return ['x'.repeat(min), 'x'.repeat(max), '界'.repeat(max), ' \n\t"\\<é😀', '0'];
};

const numberEdges = (part: Part): unknown[] => {
  const [min, max] = [numberIn(part, 'min_value'), numberIn(part, 'max_value')];
  const [low, high] = [min ?? -Number.MAX_SAFE_INTEGER, max ?? Number.MAX_SAFE_INTEGER];
  return [low, high, 0, -1, 1, 0.25, low + 0.25, Math.trunc((low + high) / 3)];
};

const objectEdges = (entries: Readonly<Record<string, Part>>): unknown[] => {
  const fields = Object.entries(entries).map(([name, part]) => ({ name, edges: edgesOfPart(part), part }));
  const base = Object.fromEntries(fields.map(({ name, edges }) => [name, edges[0]]));
  const without = (name: string) => Object.fromEntries(Object.entries(base).filter(([key]) => key !== name));
  return [
    base,
    ...fields.flatMap(({ name, edges }) => edges.map((edge) => ({ ...base, [name]: edge }))),
    ...fields.flatMap(({ name, part }) => (part.type === 'optional' ? [without(name)] : [])),
    { ...base, aFieldOfALaterVersion: 1 },
  ];
};

const listEdges = (part: Part): unknown[] => {
  const items = edgesOfPart(part.item!);
  const most = Math.min(numberIn(part, 'max_length') ?? WITHOUT_LIMIT, WITHOUT_LIMIT);
  return [[], ...items.map((item) => [item]), Array.from({ length: most }, () => items[0])];
};

const rawEdges = (part: Part): unknown[] => {
  switch (part.type) {
    case 'string':
      return textEdges(part);
    case 'number':
      return numberEdges(part);
    case 'boolean':
      return [false, true];
    case 'literal':
      return [part.literal];
    case 'picklist':
      return [...part.options!];
    case 'nullable':
      return [...edgesOfPart(part.wrapped!), null];
    case 'optional':
      return edgesOfPart(part.wrapped!);
    case 'object':
      return objectEdges(part.entries!);
    case 'array':
      return listEdges(part);
    case 'record': {
      const [key, ...values] = [edgesOfPart(part.key!)[0], ...edgesOfPart(part.value!)];
      return [{}, ...values.map((value) => ({ [String(key)]: value }))];
    }
    default:
      throw new Error(`No edges are defined for the schema type ${part.type}`);
  }
};

const edgesOfPart = (part: Part): unknown[] =>
  rawEdges(part).filter((value) => v.is(part as unknown as v.GenericSchema, value));

export const edgesOf = (schema: v.GenericSchema): unknown[] => edgesOfPart(schema as unknown as Part);

/** Any combination of the edges of an object's fields. */
export const anyOfEdges = (schema: v.GenericSchema): fc.Arbitrary<Record<string, unknown>> => {
  const { entries } = schema as unknown as Part;
  const fields = Object.entries(entries!).map(([name, part]) => [
    name,
    fc.constantFrom(...edgesOfPart(part)),
  ]);
  return fc.record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>);
};
