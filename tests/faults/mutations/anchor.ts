/**
 * Where a planted bug goes. An anchor names a file, a declaration in it and the smallest piece of code inside that
 * declaration. Formatting, comments, other lines and the position of the declaration do not matter.
 */
import { parseSync } from 'vite';

export type Anchor = {
  readonly file: string;
  /**
   * Path of names to a declaration: a function, constant, class, method, type, or a function in an object literal.
   * `createPushLane.narrow` is a declaration `narrow` at any depth inside a declaration `createPushLane`.
   */
  readonly within: string;
  /** Code that occurs exactly once inside `within`. Compared without whitespace, comments and trailing commas. */
  readonly find: string;
};

type Node = { readonly type: string; readonly start: number; readonly end: number } & Record<string, unknown>;
type Declaration = { readonly path: readonly string[]; readonly start: number; readonly end: number };
type Range = { readonly start: number; readonly end: number };

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
const isFunction = (value: unknown): boolean =>
  isNode(value) && (value.type === 'ArrowFunctionExpression' || value.type === 'FunctionExpression');

const nameOf = (key: unknown): string | null => {
  if (!isNode(key)) return null;
  if (key.type === 'Identifier' || key.type === 'PrivateIdentifier') return String(key.name);
  return key.type === 'Literal' ? String(key.value) : null;
};

const declaredName = (node: Node): string | null => {
  switch (node.type) {
    case 'VariableDeclarator':
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
    case 'TSTypeAliasDeclaration':
    case 'TSInterfaceDeclaration':
      return nameOf(node.id);
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return nameOf(node.key);
    case 'Property':
      return isFunction(node.value) ? nameOf(node.key) : null;
    default:
      return null;
  }
};

const declarationsIn = (value: unknown, path: readonly string[] = []): readonly Declaration[] => {
  if (Array.isArray(value)) return value.flatMap((it) => declarationsIn(it, path));
  if (!isNode(value)) return [];
  const name = declaredName(value);
  const inner = name === null ? path : [...path, name];
  const own = name === null ? [] : [{ path: inner, start: value.start, end: value.end }];
  return [...own, ...Object.values(value).flatMap((it) => declarationsIn(it, inner))];
};

/** Whether `path` ends with the last name of `wanted` and holds the others before it, in order. */
const leadsTo = (path: readonly string[], wanted: readonly string[]): boolean => {
  if (path.at(-1) !== wanted.at(-1)) return false;
  let next = 0;
  for (const name of path) if (name === wanted[next]) next += 1;
  return next === wanted.length;
};

/** `text` without whitespace and trailing commas; `offsets[i]` is the position in `text` of character `i`. */
const compact = (text: string): { readonly text: string; readonly offsets: readonly number[] } => {
  const kept = Array.from(text.matchAll(/\S/g), ({ index }) => index);
  const offsets = kept.filter((at, i) => text[at] !== ',' || !/[)\]}]/.test(text[kept[i + 1]!] ?? ''));
  return { text: offsets.map((at) => text[at]).join(''), offsets };
};

const isPartOfName = (character: string | undefined): boolean => /[\w$#]/.test(character ?? '');
/** Whether a match would begin or end in the middle of a name. */
const cutsName = (text: string, { start, end }: Range): boolean =>
  (isPartOfName(text[start - 1]) && isPartOfName(text[start])) ||
  (isPartOfName(text[end - 1]) && isPartOfName(text[end]));

const rangesOf = (text: string, within: Range, find: string): readonly Range[] => {
  const code = compact(text.slice(within.start, within.end));
  const wanted = compact(find).text;
  const ranges: Range[] = [];
  for (let at = code.text.indexOf(wanted); at !== -1; at = code.text.indexOf(wanted, at + 1)) {
    const start = within.start + code.offsets[at]!;
    const end = within.start + code.offsets[at + wanted.length - 1]! + 1;
    if (!cutsName(text, { start, end })) ranges.push({ start, end });
  }
  return ranges;
};

const parse = (file: string, text: string) => {
  const { program, comments, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} does not parse: ${errors[0]!.message}`);
  return { program, comments };
};

const withoutComments = (text: string, comments: readonly Range[]): string =>
  comments.reduce(
    (rest, { start, end }) => rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end),
    text,
  );

/** @throws {Error} names what is missing or ambiguous. */
const locate = (text: string, { file, within, find }: Anchor): Range => {
  if (find.trim() === '') throw new Error(`${file}: empty \`find\``);
  const { program, comments } = parse(file, text);
  const declarations = declarationsIn(program).filter(({ path }) => leadsTo(path, within.split('.')));
  if (declarations.length !== 1)
    throw new Error(`${file}: ${declarations.length} declarations \`${within}\`, expected 1`);
  const ranges = rangesOf(withoutComments(text, comments), declarations[0]!, find);
  if (ranges.length !== 1)
    throw new Error(`${file}: ${ranges.length} matches in \`${within}\`, expected 1, of: ${find.trim()}`);
  return ranges[0]!;
};

/**
 * The text of the file with the bug in it.
 * @throws {Error} if the anchor is missing or ambiguous, or if the result does not parse.
 */
export const plant = (text: string, anchor: Anchor & { readonly replacement: string }): string => {
  const { start, end } = locate(text, anchor);
  const planted = text.slice(0, start) + anchor.replacement + text.slice(end);
  parse(anchor.file, planted);
  return planted;
};
