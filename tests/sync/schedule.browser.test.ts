import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { SyncEngine } from '#sync/engine/engine.ts';
import { startSchedule } from '#sync/coordination/schedule.ts';
import { idleStatus } from '#sync/engine/idle-status.ts';
import type { SyncStatus } from '#sync/engine/status.ts';
import { syncName } from '#sync/coordination/sync-lock.ts';
import { frozenHolder, waitingFor } from './frozen-holder.ts';
import { eventually, gate } from './rig.ts';

/** An engine whose runs last until the test ends them. */
const fakeTab = (person: string) => {
  const page = Object.assign(new EventTarget(), { visibilityState: 'hidden' });
  const tab = {
    page,
    runs: 0,
    wakes: 0,
    asks: 0,
    byHand: [] as string[],
    running: false,
    failing: false,
    shown: [] as SyncStatus[],
    endRun: () => {},
    tell: (() => {}) as (status: SyncStatus) => void,
  };
  const createEngine = (onStatus: (status: SyncStatus) => void): SyncEngine => {
    tab.tell = onStatus;
    return {
      run: async (signal) => {
        const door = gate();
        tab.runs += 1;
        tab.running = true;
        tab.endRun = door.open;
        signal.addEventListener('abort', door.open);
        await door.opened;
        tab.running = false;
        if (tab.failing) throw new Error('a bug');
        return { kind: 'done' };
      },
      wake: () => {
        if (tab.running) tab.wakes += 1;
        return tab.running;
      },
      sendNow: () => {
        if (tab.running) tab.wakes += 1;
        if (tab.running) tab.byHand.push('all');
        return tab.running;
      },
      retry: (names) => {
        if (tab.running) tab.byHand.push(...names);
        return tab.running;
      },
      ask: () => {
        if (tab.running) tab.asks += 1;
        return tab.running;
      },
    };
  };
  const schedule = startSchedule({
    person,
    createEngine,
    page,
    onStatus: (status) => void tab.shown.push(status),
  });
  onTestFinished(() => schedule.stop());
  return { ...schedule, tab };
};

const newPerson = () => crypto.randomUUID();

test('[D9a] it runs at the start, and every trigger later, the return of the link too, leads to a run', async () => {
  const { tab, wake } = fakeTab(newPerson());
  const ended = async (runs: number) => {
    await eventually(() => tab.runs === runs && tab.running);
    tab.endRun();
    await eventually(() => !tab.running);
  };
  await ended(1);
  wake('save');
  await ended(2);
  globalThis.dispatchEvent(new Event('online'));
  await ended(3);
  tab.page.visibilityState = 'visible';
  tab.page.dispatchEvent(new Event('visibilitychange'));
  await ended(4);
});

test('a page that goes out of sight starts nothing', async () => {
  const { tab } = fakeTab(newPerson());
  await eventually(() => tab.running);
  tab.page.dispatchEvent(new Event('visibilitychange'));
  expect(tab.wakes).toBe(0);
});

test('while a run is under way a tap wakes it, the timer leaves it alone', async () => {
  const { tab, wake } = fakeTab(newPerson());
  await eventually(() => tab.running);
  wake('tap');
  wake('timer');
  expect([tab.runs, tab.wakes]).toEqual([1, 1]);
});

test('[V5a] [V5b] news start a run; one under way pulls once more and is not woken', async () => {
  const { tab, wake } = fakeTab(newPerson());
  await eventually(() => tab.running);
  wake('live');
  expect([tab.runs, tab.wakes, tab.asks]).toEqual([1, 0, 1]);
  tab.endRun();
  await eventually(() => !tab.running);
  wake('live');
  await eventually(() => tab.runs === 2);
});

test('[V5b] news that reach a second tab are passed on as news', async () => {
  const person = newPerson();
  const first = fakeTab(person);
  await eventually(() => first.tab.running);
  const second = fakeTab(person);
  await eventually(() => first.tab.wakes === 1);
  second.wake('live');
  await eventually(() => first.tab.asks === 1);
  expect(first.tab.wakes).toBe(1);
});

test('[D18b] a second tab does not run beside the first: its tap wakes the first, whose status it shows', async () => {
  const person = newPerson();
  const first = fakeTab(person);
  await eventually(() => first.tab.running);
  const second = fakeTab(person);
  await eventually(() => first.tab.wakes === 1);
  second.wake('tap');
  await eventually(() => first.tab.wakes === 2);
  expect(second.tab.runs).toBe(0);
  first.tab.tell({ ...idleStatus, phase: 'sending' });
  await eventually(() => second.tab.shown.at(-1)?.phase === 'sending');
});

test('once the first tab is idle the second runs itself', async () => {
  const person = newPerson();
  const first = fakeTab(person);
  await eventually(() => first.tab.running);
  first.tab.endRun();
  await eventually(() => !first.tab.running);
  const second = fakeTab(person);
  await eventually(() => second.tab.running);
  expect(first.tab.runs).toBe(1);
});

test('two idle tabs do not keep waking each other while a third one runs', async () => {
  const person = newPerson();
  const tabs = [fakeTab(person), fakeTab(person), fakeTab(person)];
  await eventually(() => tabs.some(({ tab }) => tab.running));
  await new Promise((resolve) => setTimeout(resolve, 100));
  const wakes = () => tabs.reduce((sum, { tab }) => sum + tab.wakes, 0);
  const before = wakes();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(wakes()).toBe(before);
  expect(before).toBeLessThan(10);
});

test('stopping ends the run and lets go of the lock', async () => {
  const person = newPerson();
  const first = fakeTab(person);
  await eventually(() => first.tab.running);
  await first.stop();
  expect(first.tab.running).toBe(false);
  const second = fakeTab(person);
  await eventually(() => second.tab.running);
  first.wake('tap');
  expect(first.tab.runs).toBe(1);
});

test('a run that ended by a bug does not end the schedule', async () => {
  const { tab, wake } = fakeTab(newPerson());
  await eventually(() => tab.running);
  tab.failing = true;
  tab.endRun();
  await eventually(() => !tab.running);
  await new Promise((resolve) => setTimeout(resolve, 20));
  wake('tap');
  await eventually(() => tab.runs === 2);
});

test('a tap on one report reaches the engine by name, and wakes nothing else', async () => {
  const { tab, wake } = fakeTab(newPerson());
  await eventually(() => tab.running);
  wake({ retry: ['e1', 'f1'] });
  expect([tab.runs, tab.wakes, tab.byHand]).toEqual([1, 0, ['e1', 'f1']]);
});

test('what is said by hand between two runs is heard by the next one', async () => {
  const { tab, wake } = fakeTab(newPerson());
  await eventually(() => tab.running);
  tab.endRun();
  await eventually(() => !tab.running);
  wake({ retry: ['e1'] });
  await eventually(() => tab.runs === 2);
  expect(tab.byHand).toEqual(['e1']);
  tab.endRun();
  await eventually(() => !tab.running);
  wake('tap');
  await eventually(() => tab.runs === 3);
  expect(tab.byHand).toEqual(['e1', 'all']);
});

test('what is said by hand in a second tab reaches whoever holds the lock, and stays with nobody else', async () => {
  const person = newPerson();
  const first = fakeTab(person);
  await eventually(() => first.tab.running);
  const second = fakeTab(person);
  await eventually(() => first.tab.wakes === 1);
  second.wake({ retry: ['e1'] });
  await eventually(() => first.tab.byHand.length === 1);
  second.wake('tap');
  await eventually(() => first.tab.byHand.length === 2);
  expect(first.tab.byHand).toEqual(['e1', 'all']);
  // The second tab's own run, later, begins as any other.
  await first.stop();
  second.wake('save');
  await eventually(() => second.tab.running);
  expect(second.tab.byHand).toEqual([]);
});

describe('[D18d] [D18b] [D18e] a holder of the lock that shows no life', () => {
  const useOwnTime = () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
  };

  test('is robbed by who waits, after fifteen seconds and no sooner', async () => {
    useOwnTime();
    const person = newPerson();
    await frozenHolder(person);
    const { tab, wake } = fakeTab(person);
    await waitingFor(person, 1);
    vi.advanceTimersByTime(14_999);
    wake({ retry: ['e1'] });
    await waitingFor(person, 1);
    expect(tab.runs).toBe(0);
    vi.advanceTimersByTime(1);
    await expect.poll(() => tab.running).toBe(true);
    tab.endRun();
    // What was said meanwhile by hand is not lost.
    await expect.poll(() => tab.byHand).toEqual(['e1']);
  });

  test('is followed by one of those who wait; the others hear that it lives', async () => {
    useOwnTime();
    const person = newPerson();
    await frozenHolder(person);
    const tabs = [fakeTab(person), fakeTab(person), fakeTab(person)];
    await waitingFor(person, 3);
    vi.advanceTimersByTime(15_000);
    await expect.poll(() => tabs.filter(({ tab }) => tab.running)).toHaveLength(1);
    await waitingFor(person, 0);
    vi.advanceTimersByTime(60_000);
    await waitingFor(person, 0);
    expect(tabs.map(({ tab }) => tab.runs).sort()).toEqual([0, 0, 1]);
  });

  test('leaves the line at once when it stops', async () => {
    useOwnTime();
    const person = newPerson();
    await frozenHolder(person);
    const { tab, stop } = fakeTab(person);
    await waitingFor(person, 1);
    await stop();
    await waitingFor(person, 0);
    expect(tab.runs).toBe(0);
  });

  test('is none while it answers, however long its run lasts', async () => {
    useOwnTime();
    const person = newPerson();
    const first = fakeTab(person);
    await expect.poll(() => first.tab.running).toBe(true);
    const second = fakeTab(person);
    for (let minute = 1; minute <= 3; minute++) {
      await expect.poll(() => first.tab.wakes).toBe(minute);
      vi.advanceTimersByTime(60_000);
      second.wake('save');
    }
    expect([first.tab.running, first.tab.runs, second.tab.runs]).toEqual([true, 1, 0]);
  });

  test('ends its run when it wakes up robbed, and runs again like any other', async () => {
    const person = newPerson();
    const first = fakeTab(person);
    await eventually(() => first.tab.running);
    const robber = gate();
    void navigator.locks.request(syncName(person), { steal: true }, () => robber.opened);
    await eventually(() => !first.tab.running);
    robber.open();
    first.wake('save');
    await eventually(() => first.tab.running);
    expect(first.tab.runs).toBe(2);
  });
});
