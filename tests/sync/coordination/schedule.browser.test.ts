import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { SyncEngine } from '#sync/engine/engine.ts';
import { startSchedule } from '#sync/coordination/schedule.ts';
import { idleStatus } from '#sync/engine/idle-status.ts';
import type { SyncStatus } from '#sync/engine/status.ts';
import { syncName } from '#sync/coordination/sync-lock.ts';
import { frozenHolder, waitingFor } from './frozen-holder.ts';
import { eventually, gate } from '#tests/sync/rig.ts';

/** An engine with runs that last until the test ends them. */
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
    reportStatus: (() => {}) as (status: SyncStatus) => void,
  };
  const createEngine = (onStatus: (status: SyncStatus) => void): SyncEngine => {
    tab.reportStatus = onStatus;
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

test('[D9a] schedule, start and every trigger (save, online, visible) → leads to a run', async () => {
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

test('schedule, page becomes hidden → starts nothing', async () => {
  const { tab } = fakeTab(newPerson());
  await eventually(() => tab.running);
  tab.page.dispatchEvent(new Event('visibilitychange'));
  expect(tab.wakes).toBe(0);
});

test('schedule, run in progress → a tap wakes it, the timer does not', async () => {
  const { tab, wake } = fakeTab(newPerson());
  await eventually(() => tab.running);
  wake('tap');
  wake('timer');
  expect([tab.runs, tab.wakes]).toEqual([1, 1]);
});

test('[V5a] [V5b] schedule, live notification → starts a run; a run in progress pulls once more and is not woken', async () => {
  const { tab, wake } = fakeTab(newPerson());
  await eventually(() => tab.running);
  wake('live');
  expect([tab.runs, tab.wakes, tab.asks]).toEqual([1, 0, 1]);
  tab.endRun();
  await eventually(() => !tab.running);
  wake('live');
  await eventually(() => tab.runs === 2);
});

test('[V5b] schedule, live notification in a second tab → is forwarded as a notification', async () => {
  const person = newPerson();
  const first = fakeTab(person);
  await eventually(() => first.tab.running);
  const second = fakeTab(person);
  await eventually(() => first.tab.wakes === 1);
  second.wake('live');
  await eventually(() => first.tab.asks === 1);
  expect(first.tab.wakes).toBe(1);
});

test('[D18b] schedule, second tab → does not run; its tap wakes the first tab, and it shows the status of the first', async () => {
  const person = newPerson();
  const first = fakeTab(person);
  await eventually(() => first.tab.running);
  const second = fakeTab(person);
  await eventually(() => first.tab.wakes === 1);
  second.wake('tap');
  await eventually(() => first.tab.wakes === 2);
  expect(second.tab.runs).toBe(0);
  first.tab.reportStatus({ ...idleStatus, phase: 'sending' });
  await eventually(() => second.tab.shown.at(-1)?.phase === 'sending');
});

test('schedule, first tab idle → the second tab runs', async () => {
  const person = newPerson();
  const first = fakeTab(person);
  await eventually(() => first.tab.running);
  first.tab.endRun();
  await eventually(() => !first.tab.running);
  const second = fakeTab(person);
  await eventually(() => second.tab.running);
  expect(first.tab.runs).toBe(1);
});

test('schedule, two idle tabs beside a running one → do not keep waking each other', async () => {
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

test('schedule, stop → ends the run and releases the lock', async () => {
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

test('schedule, run ended by a bug → the next trigger starts a run', async () => {
  const { tab, wake } = fakeTab(newPerson());
  await eventually(() => tab.running);
  tab.failing = true;
  tab.endRun();
  await eventually(() => !tab.running);
  await new Promise((resolve) => setTimeout(resolve, 20));
  wake('tap');
  await eventually(() => tab.runs === 2);
});

test('schedule, retry of one report → reaches the engine by name and wakes nothing else', async () => {
  const { tab, wake } = fakeTab(newPerson());
  await eventually(() => tab.running);
  wake({ retry: ['e1', 'f1'] });
  expect([tab.runs, tab.wakes, tab.byHand]).toEqual([1, 0, ['e1', 'f1']]);
});

test('schedule, command by the person between two runs → reaches the next run', async () => {
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

test('schedule, command by the person in a second tab → reaches the holder of the lock only', async () => {
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
  // A later run of the second tab begins without the old commands.
  await first.stop();
  second.wake('save');
  await eventually(() => second.tab.running);
  expect(second.tab.byHand).toEqual([]);
});

describe('[D18d] [D18b] [D18e] frozen lock holder', () => {
  const useFakeTime = () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
  };

  test('a waiting tab → steals the lock after 15 s and not sooner', async () => {
    useFakeTime();
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
    // The command given during the wait is not lost.
    await expect.poll(() => tab.byHand).toEqual(['e1']);
  });

  test('three waiting tabs → one runs; the others receive its heartbeat and stop waiting', async () => {
    useFakeTime();
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

  test('a waiting tab that stops → leaves the queue at once', async () => {
    useFakeTime();
    const person = newPerson();
    await frozenHolder(person);
    const { tab, stop } = fakeTab(person);
    await waitingFor(person, 1);
    await stop();
    await waitingFor(person, 0);
    expect(tab.runs).toBe(0);
  });

  test('a holder that answers → keeps the lock, however long its run lasts', async () => {
    useFakeTime();
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

  test('a holder that resumes after its lock was stolen → ends its run, and can run again later', async () => {
    const person = newPerson();
    const first = fakeTab(person);
    await eventually(() => first.tab.running);
    const thief = gate();
    void navigator.locks.request(syncName(person), { steal: true }, () => thief.opened);
    await eventually(() => !first.tab.running);
    thief.open();
    first.wake('save');
    await eventually(() => first.tab.running);
    expect(first.tab.runs).toBe(2);
  });
});
