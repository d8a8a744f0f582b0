import type { ScopeNode } from '#domain/place/scope-tree.ts';

export type ShownNode = { readonly node: ScopeNode; readonly level: number; readonly isOpen: boolean };

export const isBranch = ({ children }: ScopeNode): boolean => children.length > 0;

export const codesIn = (node: ScopeNode): ReadonlySet<string> =>
  new Set([node.code, ...node.children.flatMap((child) => [...codesIn(child)])]);

/** The lines of the tree, from above. A search opens what leads to a hit, and hides the rest; a hit shows what is in it. */
export const shownNodes = (
  root: ScopeNode,
  opened: ReadonlySet<string>,
  search: string,
  nameOf: (node: ScopeNode) => string,
): readonly ShownNode[] => {
  const word = search.normalize('NFKC').trim().toLowerCase();
  const isHit = (node: ScopeNode): boolean =>
    node.code.startsWith(word) || node.code.endsWith(word) || nameOf(node).toLowerCase().includes(word);
  const hasHit = (node: ScopeNode): boolean => isHit(node) || node.children.some(hasHit);
  const linesOf = (node: ScopeNode, level: number, isWanted: boolean): readonly ShownNode[] => {
    const isFound = isWanted || isHit(node);
    if (!isFound && !hasHit(node)) return [];
    const leads = word !== '' && !isWanted && node.children.some(hasHit);
    const isOpen = isBranch(node) && (leads || opened.has(node.code));
    const below = isOpen
      ? node.children.flatMap((child) => linesOf(child, level + 1, isFound && !leads))
      : [];
    return [{ node, level, isOpen }, ...below];
  };
  return linesOf(root, 0, word === '');
};
