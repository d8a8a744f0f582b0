import type { ScopeNode } from '#domain/place/scope-tree.ts';
import { scopeMessages } from '#ui/i18n/admin/scope.ts';
import { t } from '#ui/i18n/messages.ts';
import { nameText } from '#ui/screens/admin/parts/name-text.ts';

const find = (node: ScopeNode, code: string): ScopeNode | undefined => {
  if (node.code === code) return node;
  const next = node.children.find((child) => code.startsWith(child.code));
  return next && find(next, code);
};

/** Null if no row has the code, or while the tree is not read. */
export const nameOfScope = (code: string, tree: ScopeNode | undefined): ScopeNode['name'] =>
  (tree && find(tree, code)?.name) ?? null;

/** A scope as a line: codes with their names. */
export const scopeText = (scope: readonly string[], tree: ScopeNode | undefined): string =>
  scope
    .map((code) => {
      if (code === tree?.code) return scopeMessages().whole;
      const name = nameOfScope(code, tree);
      return name ? `${code} ${nameText(name)}` : code;
    })
    .join(t().separator);
