import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** `CHROMIUM_PATH`, or the browser of the system, or one that Playwright has downloaded. Throws if there is none. */
export const chromiumPath = (): string => {
  const found = [process.env['CHROMIUM_PATH'], ...systemPaths, chromium.executablePath()].find(
    (path) => path && existsSync(path),
  );
  if (!found)
    throw new Error(
      'No Chromium found: install one (Debian: apt-get install chromium) or set CHROMIUM_PATH.',
    );
  return found;
};

/** The sandbox needs an ordinary user. The other flags stop requests of the browser itself. */
export const chromiumArgs: readonly string[] = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
