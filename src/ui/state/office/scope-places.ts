import { createMemo, type Accessor } from 'solid-js';
import { scopeTree, type ScopeNode } from '#domain/place/scope-tree.ts';
import type { PersonState } from '#ui/state/person/person.ts';
import { createRows } from './office.ts';

/** The tree of the region from the rows of the office; undefined until they are read. */
export const createScopeTree = (
  source: Pick<PersonState, 'me' | 'person'>,
): Accessor<ScopeNode | undefined> => {
  const [areas] = createRows(source, 'area');
  const [grids] = createRows(source, 'grid');
  return createMemo(() => {
    const [read, shapes] = [areas(), grids()];
    if (!read?.ok || !shapes?.ok) return undefined;
    return scopeTree(
      source.person().region,
      read.value.map(({ value }) => value),
      shapes.value.map(({ value }) => value),
    );
  });
};
