/** What axe-core says of a page as it stands: the rules of WCAG 2.2 AA and its own good practice. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const everything = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export type Question = {
  /** A theme changes colours alone: whoever has asked everything in one asks the others for these. */
  readonly only?: 'colours';
  /** 7:1 instead of 4.5:1, for what is read in the sun. */
  readonly enhanced: boolean;
};

/** One line for each element that breaks a rule; none is what everyone hopes for. */
export const axeFaults = async (page: Page, { only, enhanced }: Question): Promise<readonly string[]> => {
  const isThere = await page.evaluate(() => 'axe' in window);
  // Evaluated by the debugger: the page's own policy lets no stranger's script in.
  if (!isThere) await page.evaluate(await source);
  const contrast = enhanced ? ['color-contrast', 'color-contrast-enhanced'] : ['color-contrast'];
  const options: RunOptions =
    only === 'colours'
      ? { runOnly: { type: 'rule', values: [...contrast, 'link-in-text-block'] } }
      : {
          runOnly: { type: 'tag', values: everything },
          rules: { 'color-contrast-enhanced': { enabled: enhanced } },
        };
  const results = await page.evaluate(async (asked) => {
    const { axe } = window as unknown as { axe: { run(options: unknown): Promise<AxeResults> } };
    return axe.run({ ...asked, resultTypes: ['violations'], elementRef: false });
  }, options);
  if (results.passes.length + results.violations.length === 0) throw new Error('axe looked at nothing.');
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => {
      const why = failureSummary?.split('\n').slice(1).join(' ').replace(/\s+/g, ' ').trim() ?? '';
      return `${id}: ${html.slice(0, 160)} — ${why.slice(0, 200)}`;
    }),
  );
};
