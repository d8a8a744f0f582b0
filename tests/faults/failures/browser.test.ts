/** The short form of the kills of the browser, in CI only; `npm run faults -- browser` runs the long one. */
import { expect, test } from 'vitest';
import { isFullRun } from '#tests/support/run/full-run.ts';
import { killBrowsers, moments } from './browser.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

test.runIf(isFullRun)(
  `[D5a] [D5b] [D5c] browser killed at the shutter, in the preview, in a save, in a send → nothing shown is lost, seed ${seed}`,
  async () => {
    const figures = await killBrowsers({ kills: moments.length, seed });
    console.log(`seed ${seed}: ${JSON.stringify(figures)}`);
    expect(figures.findings).toEqual([]);
    // A run without drafts or saved reports would show nothing.
    expect(figures.drafts).toBeGreaterThanOrEqual(2);
    expect(figures.saved).toBeGreaterThanOrEqual(1);
  },
  180_000,
);
