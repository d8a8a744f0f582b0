import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const css = readFileSync(join(import.meta.dirname, '../../src/ui/theme/tokens.css'), 'utf8');

/** The custom properties of the block with this selector. */
const tokens = (selector: string): Record<string, string> => {
  const from = css.indexOf(`${selector} {`);
  if (from < 0) throw new Error(`tokens.css has no ${selector}`);
  const block = css.slice(from, css.indexOf('}', from));
  return Object.fromEntries(
    [...block.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]),
  );
};

const light = tokens(':root');
const dark = tokens(":root[data-theme='dark']");
const themes = {
  light,
  dark: { ...light, ...dark },
  sunlight: { ...light, ...tokens(":root[data-theme='sunlight']") },
};

const luminance = (hex: string): number => {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
};

const contrast = (a: string, b: string): number => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high! + 0.05) / (low! + 0.05);
};

/** Text colours of the patrol screens, and their backgrounds. */
const texts = [
  ['ink', 'ground'],
  ['ink', 'surface'],
  ['ink-soft', 'ground'],
  ['ink-soft', 'surface'],
  ['ink', 'accent-soft'],
  ['ink-soft', 'accent-soft'],
  ['accent-ink', 'ground'],
  ['accent-ink', 'surface'],
  ['on-accent', 'accent'],
  ['on-strong', 'strong'],
  ['danger', 'ground'],
  ['danger', 'surface'],
  ['major-ink', 'major-soft'],
  ['general-ink', 'general-soft'],
  ['minor-ink', 'minor-soft'],
  ['good-ink', 'surface'],
] as const;

describe.each(Object.entries(themes))('%s', (_name, theme) => {
  test.each(texts)('contrast, %s on %s → at least 7:1', (ink, ground) => {
    expect(contrast(theme[`--${ink}`]!, theme[`--${ground}`]!)).toBeGreaterThanOrEqual(7);
  });

  test('contrast, the edge of a control → at least 3:1', () => {
    expect(contrast(theme['--control-line']!, theme['--surface']!)).toBeGreaterThanOrEqual(3);
  });
});

test('dark theme, chosen or by the system → the same colours', () => {
  expect(tokens(':root:not([data-theme])')).toEqual(dark);
});
