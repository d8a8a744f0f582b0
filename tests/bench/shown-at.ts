import type { Page } from 'playwright-core';
import { eventually } from '#tests/support/people/progress.ts';

/** Runs inside the page: when these words are first there. */
const watchWords = (words: string): void => {
  const look = new MutationObserver(() => {
    if (!document.body?.textContent?.includes(words)) return;
    Object.assign(globalThis, { shownAt: performance.now() });
    look.disconnect();
  });
  look.observe(document, { childList: true, subtree: true });
};

/** From the start of each navigation on. */
export const watchFor = (page: Page, words: string): Promise<unknown> =>
  page.addInitScript(watchWords, words);

/** Milliseconds since the navigation began. Polled: the page's own policy lets no text be run in it. */
export const shownAt = async (page: Page): Promise<number> =>
  (await eventually(
    () => page.evaluate(() => (globalThis as unknown as { shownAt?: number }).shownAt ?? null),
    (at) => at !== null,
    20_000,
  ))!;
