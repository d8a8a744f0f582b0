import { existsSync } from 'node:fs';
import { launch } from 'puppeteer-core';
import type { Engine } from './engine.ts';

const paths = [process.env['FIREFOX_PATH'], '/usr/bin/firefox-esr', '/usr/bin/firefox'];
const executablePath = () => paths.find((path) => path && existsSync(path));

/** Firefox, driven by WebDriver BiDi. */
export const firefox: Engine = {
  name: 'Firefox',
  missing: () => (executablePath() ? null : 'firefox-esr'),
  open: async (profileDir) => {
    const browser = await launch({
      browser: 'firefox',
      executablePath: executablePath()!,
      userDataDir: profileDir,
      headless: true,
      extraPrefsFirefox: { 'intl.accept_languages': 'zh-CN', 'geo.enabled': false },
    });
    const page = (await browser.pages())[0] ?? (await browser.newPage());
    return {
      goto: async (url) => void (await page.goto(url, { waitUntil: 'load' })),
      run: async (work, argument) =>
        JSON.parse(
          (await page.evaluate(
            `Promise.resolve((${work.toString()})(${JSON.stringify(argument)})).then((it) => JSON.stringify(it ?? null))`,
          )) as string,
        ),
      close: () => browser.close(),
    };
  },
};
