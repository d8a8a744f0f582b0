import { expect, test } from 'vitest';
import { matchPath } from '#ui/route/match-path.ts';

test.each([
  ['/', '/', {}],
  ['/reports', '/reports/', {}],
  ['/reports/:id', '/reports/7', { id: '7' }],
  ['/desk/:id?', '/desk', {}],
  ['/desk/:id?', '/desk/7', { id: '7' }],
  ['/reports/:id', '/reports/a%20b', { id: 'a b' }],
  ['/reports/:id', '/reports/%', { id: '%' }],
])('the pattern %s, path %s → match', (pattern, path, params) => {
  expect(matchPath(pattern, path)).toEqual(params);
});

test.each([
  ['/', '/reports'],
  ['/reports', '/'],
  ['/reports/:id', '/reports'],
  ['/reports/:id', '/reports/7/photos'],
  ['/desk/:id?', '/me'],
])('the pattern %s, path %s → no match', (pattern, path) => {
  expect(matchPath(pattern, path)).toBeNull();
});
