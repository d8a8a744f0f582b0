import { expect, test } from 'vitest';
import { shortestScope } from '#domain/place/area.ts';
import { coverOf, scopeTree, toggleScope } from '#domain/place/scope-tree.ts';

const name = (zh: string) => ({ zh, en: zh });
const codes = ['330199001002001', '330199001002002', '330199001003001', '330199002001001'];
const tree = scopeTree(
  '330199',
  [
    { code: '330199', name: name('运河区') },
    { code: '330199001', name: name('城南街道') },
    { code: '330199003', name: name('旧街道'), retired: true },
  ],
  [
    ...codes.map((code) => ({ code, name: name(`网格 ${code.slice(-3)}`) })),
    { code: '330199001002003', name: name('停用'), retired: true as const },
    { code: '330198001001001', name: name('外县') },
  ],
);

test('the tree of scopes, areas and grids → levels by code, retired and foreign rows left out', () => {
  expect([tree.code, tree.name?.zh, tree.grids]).toEqual(['330199', '运河区', 4]);
  expect(tree.children.map(({ code, grids }) => [code, grids])).toEqual([
    ['330199001', 3],
    ['330199002', 1],
  ]);
  const [street] = tree.children;
  expect(street!.children.map(({ code, name, grids }) => [code, name, grids])).toEqual([
    ['330199001002', null, 2],
    ['330199001003', null, 1],
  ]);
  expect(scopeTree('330199', [], [])).toEqual({ code: '330199', name: null, children: [], grids: 0 });
});

test('[O1e] a scope, a parent is checked → it covers its children and replaces them', () => {
  const scope = toggleScope(['330199001002001', '330199002001001'], tree, '330199001');
  expect(scope).toEqual(['330199001', '330199002001001']);
  expect(coverOf(scope, '330199001003001')).toBe('all');
  expect(coverOf(scope, '330199')).toBe('part');
  expect(coverOf(scope, '330199002')).toBe('part');
  expect(coverOf(['330199001'], '330199002')).toBe('none');
});

test('[O1e] a scope, a child of a checked parent is unchecked → the other children stay', () => {
  expect(toggleScope(['330199'], tree, '330199001002001')).toEqual([
    '330199001002002',
    '330199001003',
    '330199002',
  ]);
  expect(toggleScope(['330199001', '330199002'], tree, '330199001')).toEqual(['330199002']);
});

test('[O1f] a scope, every grid of a community is checked → the community itself is not in it', () => {
  const scope = toggleScope(['330199001002001'], tree, '330199001002002');
  expect(scope).toEqual(['330199001002001', '330199001002002']);
  expect(coverOf(scope, '330199001002')).toBe('part');
});

test('the shortest scope, codes twice and under one another → each place once', () => {
  expect(shortestScope(['330199002', '330199001002', '330199001', '330199001', '330199001002001'])).toEqual([
    '330199001',
    '330199002',
  ]);
});
