import { readFileSync } from 'node:fs';
import { processesUsing } from '#tests/support/phone.ts';

export type Megabytes = { readonly browser: number; readonly pages: number };

const EVERY_MILLIS = 500;

/** Memory nobody else has, of every process of the browser and of its renderers alone; zeros where there is no /proc. */
const measure = (profileDir: string): Megabytes => {
  let [browser, pages] = [0, 0];
  for (const pid of processesUsing(profileDir)) {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      const isPage = readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer');
      for (const [, kilobytes] of status.matchAll(/^Rss(?:Anon|Shmem):\s+(\d+)/gm)) {
        browser += Number(kilobytes) / 1024;
        if (isPage) pages += Number(kilobytes) / 1024;
      }
    } catch {
      // It ended meanwhile.
    }
  }
  return { browser, pages };
};

/** From now on; `peak` is how far above this moment it ever was. */
export const watchMemory = (profileDir: string) => {
  const idle = measure(profileDir);
  let peak: Megabytes = { browser: 0, pages: 0 };
  const look = () => {
    const now = measure(profileDir);
    peak = {
      browser: Math.max(peak.browser, now.browser - idle.browser),
      pages: Math.max(peak.pages, now.pages - idle.pages),
    };
  };
  const timer = setInterval(look, EVERY_MILLIS);
  return {
    end: (): Megabytes => {
      clearInterval(timer);
      look();
      return peak;
    },
  };
};
