import { readFileSync } from 'node:fs';
import { processesUsing } from '#tests/support/people/phone.ts';

/** All processes of the browser, and its renderers alone. */
export type Share = { readonly browser: number; readonly pages: number };

/** The most private memory above that at the start, and processor time since then. Zeros without /proc. */
export type Spent = { readonly peakMegabytes: Share; readonly cpuSeconds: Share };

const EVERY_MILLIS = 500;
const TICKS_A_SECOND = 100;
/** Fields of /proc/<pid>/stat, counted after the name of the program. */
const USER_TICKS = 11;
const SYSTEM_TICKS = 12;

type Measured = { readonly isPage: boolean; readonly megabytes: number; readonly cpuSeconds: number };

const measureProcess = (pid: number): Measured | null => {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    let kilobytes = 0;
    for (const [, own] of status.matchAll(/^Rss(?:Anon|Shmem):\s+(\d+)/gm)) kilobytes += Number(own);
    return {
      isPage: readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer'),
      megabytes: kilobytes / 1024,
      cpuSeconds: (Number(fields[USER_TICKS]) + Number(fields[SYSTEM_TICKS])) / TICKS_A_SECOND,
    };
  } catch {
    // The process has ended.
    return null;
  }
};

const shareOf = (all: readonly Measured[], read: (it: Measured) => number): Share => {
  const sum = (some: readonly Measured[]) => some.reduce((total, it) => total + read(it), 0);
  return { browser: sum(all), pages: sum(all.filter((it) => it.isPage)) };
};

const minus = (a: Share, b: Share): Share => ({ browser: a.browser - b.browser, pages: a.pages - b.pages });

/** Measures from now on. */
export const watchProcesses = (profileDir: string) => {
  /** The last reading of each process, since the time of an ended process counts too. */
  const seenByPid = new Map<number, Measured>();
  const measure = () => {
    const alive = processesUsing(profileDir).flatMap((pid) => {
      const measured = measureProcess(pid);
      if (measured) seenByPid.set(pid, measured);
      return measured ?? [];
    });
    return {
      megabytes: shareOf(alive, (it) => it.megabytes),
      cpuSeconds: shareOf([...seenByPid.values()], (it) => it.cpuSeconds),
    };
  };
  const idle = measure();
  let peak: Share = { browser: 0, pages: 0 };
  const look = () => {
    const now = measure();
    const above = minus(now.megabytes, idle.megabytes);
    peak = { browser: Math.max(peak.browser, above.browser), pages: Math.max(peak.pages, above.pages) };
    return now;
  };
  const timer = setInterval(look, EVERY_MILLIS);
  return {
    end: (): Spent => {
      clearInterval(timer);
      return { cpuSeconds: minus(look().cpuSeconds, idle.cpuSeconds), peakMegabytes: peak };
    },
  };
};
