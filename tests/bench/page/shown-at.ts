import type { Page } from 'playwright-core';
import { eventually } from '#tests/support/people/progress.ts';

/** Runs in the page: records when the text first appears. */
const watchWords = (words: string): void => {
  const look = new MutationObserver(() => {
    if (!document.body?.textContent?.includes(words)) return;
    Object.assign(globalThis, { shownAt: performance.now() });
    look.disconnect();
  });
  look.observe(document, { childList: true, subtree: true });
};

/** Watches from the start of each navigation. */
export const watchFor = (page: Page, words: string): Promise<unknown> =>
  page.addInitScript(watchWords, words);

/** Milliseconds since the start of the navigation. Polled, since the policy of the page forbids evaluated scripts. */
export const shownAt = async (page: Page): Promise<number> =>
  (await eventually(
    () => page.evaluate(() => (globalThis as unknown as { shownAt?: number }).shownAt ?? null),
    (at) => at !== null,
    20_000,
  ))!;
