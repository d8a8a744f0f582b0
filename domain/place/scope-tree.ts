/** The codes of a county as a tree: county, streets, communities, grids. */
import type { Area } from './area.ts';
import { areasAbove, shortestScope } from './area.ts';
import type { Grid } from './grid.ts';

export type ScopeNode = {
  readonly code: string;
  /** Null for an area without a row: its code is all that is known. */
  readonly name: Area['name'] | null;
  readonly children: readonly ScopeNode[];
  /** How many grids are in it, itself if it is one. */
  readonly grids: number;
};

/** The tree of the areas and grids that are not retired. The county is there also without any. */
export const scopeTree = (
  region: string,
  areas: readonly Area[],
  grids: readonly Pick<Grid, 'code' | 'name' | 'retired'>[],
): ScopeNode => {
  const names = new Map<string, Area['name'] | null>([[region, null]]);
  const inUse = [...areas, ...grids].filter(({ code, retired }) => !retired && code.startsWith(region));
  for (const { code } of inUse) for (const above of areasAbove(code)) names.set(above, null);
  for (const { code, name } of inUse) names.set(code, name);
  const childrenOf = new Map<string, string[]>();
  for (const code of [...names.keys()].sort()) {
    const parent = areasAbove(code).at(-1);
    if (parent !== undefined) childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), code]);
  }
  const nodeOf = (code: string): ScopeNode => {
    const children = (childrenOf.get(code) ?? []).map(nodeOf);
    const isGrid = areasAbove(code).length === 3;
    return {
      code,
      name: names.get(code) ?? null,
      children,
      grids: isGrid ? 1 : children.reduce((sum, child) => sum + child.grids, 0),
    };
  };
  return nodeOf(region);
};

/** How much of a code a scope covers. `part`: something under it. */
export const coverOf = (scope: readonly string[], code: string): 'all' | 'part' | 'none' => {
  if (scope.some((it) => code.startsWith(it))) return 'all';
  return scope.some((it) => it.startsWith(code)) ? 'part' : 'none';
};

const without = (scope: readonly string[], node: ScopeNode, code: string): readonly string[] => {
  if (node.code === code) return scope.filter((it) => !it.startsWith(code));
  // A code that covers it gives way to the children beside the one that is left out.
  const open = scope.includes(node.code)
    ? [...scope.filter((it) => it !== node.code), ...node.children.map((child) => child.code)]
    : scope;
  const next = node.children.find((child) => code.startsWith(child.code));
  return next ? without(open, next, code) : open.filter((it) => !it.startsWith(code));
};

/**
 * The scope after a node is checked or unchecked, as the shortest list. An area is in it only if it was checked itself: it covers
 * also the grids that are added later, which all of its present grids together do not.
 */
export const toggleScope = (scope: readonly string[], tree: ScopeNode, code: string): readonly string[] =>
  shortestScope(coverOf(scope, code) === 'all' ? without(scope, tree, code) : [...scope, code]);
