import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { oldestVersions, tooOldFor, type OldBrowserPage } from '#device/old-browser.ts';

const today: OldBrowserPage = {
  isSecureContext: true,
  navigator: { locks: {} },
  Array: { prototype: { findLast: null } },
  OffscreenCanvas: { prototype: { convertToBlob: null } },
  HTMLElement: { prototype: { popover: null } },
  CSS: { supports: () => true },
};
const without = (condition: string) => ({ supports: (asked: string) => asked !== condition });

test.each<[string, Partial<OldBrowserPage>, ReturnType<typeof tooOldFor>]>([
  ['a browser of today', {}, null],
  ['Chrome 113, no popover', { HTMLElement: { prototype: {} } }, 'desk'],
  ['Chrome 107, no dvh', { CSS: without('height: 1dvh') }, 'reports'],
  ['Firefox 120, no :has', { CSS: without('selector(:has(*))') }, 'reports'],
  ['Safari 16.3, no OffscreenCanvas', { OffscreenCanvas: undefined }, 'reports'],
  ['an OffscreenCanvas that makes no files', { OffscreenCanvas: { prototype: {} } }, 'reports'],
  ['Safari 15.3, no locks', { navigator: {} }, 'reports'],
  ['no locks, because the page has no HTTPS', { navigator: {}, isSecureContext: false }, null],
  ['Chrome 96, no findLast', { Array: { prototype: {} } }, 'reports'],
])('tooOldFor, %s → %s', (_, lacking, expected) => {
  expect(tooOldFor({ ...today, ...lacking })).toBe(expected);
});

const root = join(import.meta.dirname, '..', '..');
test.each(['README.md', 'index.html'])('the oldest versions → %s names all of them', (name) => {
  const text = readFileSync(join(root, name), 'utf8').replaceAll(/\s+/g, ' ');
  for (const { chromium, safari, firefox } of Object.values(oldestVersions))
    expect(text).toMatch(new RegExp(`\\b${chromium}\\D+${safari}\\D+${firefox}\\b`));
});
