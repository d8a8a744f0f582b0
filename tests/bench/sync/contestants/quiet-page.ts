/**
 * The page of a phone while it is measured, on the profile with its saved work and without network debugging: a network
 * debugger makes the browser keep the body of every request, which would count as memory of the page.
 */
import { launch, type Page } from 'puppeteer-core';
import { chromiumArgs, chromiumPath } from '#tests/support/page/chromium.ts';

export type QuietPage = {
  readonly page: Page;
  readonly goesOffline: () => Promise<void>;
  /** Lets the browser notice the link, then detaches the debugger. */
  readonly goesOnline: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export const openQuietPage = async (profileDir: string, url: string): Promise<QuietPage> => {
  const browser = await launch({
    executablePath: chromiumPath(),
    userDataDir: profileDir,
    args: [...chromiumArgs],
    defaultViewport: { width: 412, height: 915 },
    networkEnabled: false,
    // The duration of a run depends on its link.
    protocolTimeout: 0,
  });
  const page = (await browser.pages())[0] ?? (await browser.newPage());
  await page.goto(url, { waitUntil: 'load' });
  const session = await page.createCDPSession();
  const emulate = (offline: boolean) =>
    session.send('Network.emulateNetworkConditions', {
      offline,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
    });
  return {
    page,
    goesOffline: async () => {
      await session.send('Network.enable');
      await emulate(true);
    },
    goesOnline: async () => {
      await emulate(false);
      await session.send('Network.disable');
    },
    close: () => browser.close(),
  };
};
