/** Runs axe-core on a page: the rules of WCAG 2.2 AA and its best practices. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const everything = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export type Question = {
  /** Checks only colours, for the other themes of a page that was checked completely in one. */
  readonly only?: 'colours';
  /** Requires a contrast of 7:1 instead of 4.5:1, for screens used in the sun. */
  readonly enhanced: boolean;
};

/**
 * Axe does not know the top layer: it treats the page as covering a dialog and measures no colours there. It also does not see
 * that the content of a map is clipped, and treats it as covering its surroundings. So both are hidden during the check.
 */
const run = async ({ options, over }: { options: RunOptions; over: string | null }): Promise<AxeResults> => {
  const { axe } = window as unknown as { axe: { run(what: Element, options: unknown): Promise<AxeResults> } };
  const dialog = over === null ? undefined : [...document.querySelectorAll<HTMLElement>(over)].at(-1);
  const drawn = document.querySelectorAll<HTMLElement>('.leaflet-overlay-pane svg');
  const hidden = [...drawn, ...(dialog ? [document.body] : [])];
  for (const { style } of hidden) style.visibility = 'hidden';
  if (dialog) dialog.style.visibility = 'visible';
  const asked = { ...options, resultTypes: ['violations'], elementRef: false };
  const results = await axe.run(dialog ?? document.documentElement, asked);
  for (const { style } of dialog ? [...hidden, dialog] : hidden) style.visibility = '';
  return results;
};

/** One line for each element that breaks a rule. */
export const axeFaults = async (page: Page, { only, enhanced }: Question): Promise<readonly string[]> => {
  const isThere = await page.evaluate(() => 'axe' in window);
  // Evaluated by the debugger: the policy of the page forbids other scripts.
  if (!isThere) await page.evaluate(await source);
  const topLayer = 'dialog:modal, :popover-open';
  const over = (await page.locator(topLayer).count()) > 0 ? topLayer : null;

  const contrast = enhanced ? ['color-contrast', 'color-contrast-enhanced'] : ['color-contrast'];
  const colours: RunOptions = { runOnly: { type: 'rule', values: [...contrast, 'link-in-text-block'] } };
  const all: RunOptions = {
    runOnly: { type: 'tag', values: everything },
    rules: {
      'color-contrast': { enabled: over === null },
      'color-contrast-enhanced': { enabled: over === null && enhanced },
    },
  };
  const results: AxeResults[] = [];
  if (only !== 'colours') results.push(await page.evaluate(run, { options: all, over: null }));
  if (only === 'colours' || over) results.push(await page.evaluate(run, { options: colours, over }));
  if (results.some(({ passes, violations }) => passes.length + violations.length === 0))
    throw new Error('axe checked nothing');
  return results.flatMap(({ violations }) =>
    violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => {
        const why = failureSummary?.split('\n').slice(1).join(' ').replace(/\s+/g, ' ').trim() ?? '';
        return `${id}: ${html.slice(0, 160)} — ${why.slice(0, 200)}`;
      }),
    ),
  );
};
