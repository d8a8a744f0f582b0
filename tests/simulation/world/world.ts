/**
 * A simulated world: its clock, its randomness and the order of its steps come from one seed.
 *
 * Promises: one step runs after another. A step is one callback of one process, with all promises that it settles. After
 * a process has ended, no code of it runs, whatever it was waiting for. The same seed gives the same steps.
 * Assumes: code in a world waits only for the world (`later`, `turn`, the global setImmediate), never for a thread, a
 * timer or the network of the machine.
 */
import { createHash } from 'node:crypto';
import type { Millis } from '#domain/base/units.ts';
import { seededRandom } from '#tests/support/data/seeded-random.ts';

export type SimProcess = {
  readonly name: string;
  isAlive: boolean;
  /** Its code waits for promises only, not for streams or next ticks. */
  readonly isPlain: boolean;
  readonly ready: (() => void)[];
};
type Timer = {
  readonly at: Millis;
  readonly order: number;
  readonly simProcess: SimProcess;
  readonly run: () => void;
};

const realImmediate = globalThis.setImmediate;
/** Until every promise and every next tick has run. */
const settled = () => new Promise<void>((resolve) => void realImmediate(resolve));
/** Until every promise has run: much cheaper than a turn of the event loop of the machine. */
const promisesSettled = () => new Promise<void>((resolve) => process.nextTick(resolve));

export class World {
  readonly random: () => number;
  steps = 0;
  #now: Millis;
  #order = 0;
  #timers: Timer[] = [];
  readonly #processes = new Set<SimProcess>();
  #current: SimProcess | null = null;
  readonly #trace = createHash('sha256');
  readonly story: string[] = [];
  /** Called before each step. A process that it ends does not run the step. */
  beforeStep: (simProcess: SimProcess) => void = () => undefined;
  /** Called after each step: the state now is what a process would leave that ended here. */
  afterStep: (simProcess: SimProcess) => void = () => undefined;

  constructor(
    readonly seed: number,
    start: Millis,
  ) {
    this.random = seededRandom(seed);
    this.#now = start;
  }

  readonly now = (): Millis => this.#now;

  simProcess(name: string, isPlain = false): SimProcess {
    const simProcess: SimProcess = { name, isAlive: true, isPlain, ready: [] };
    this.#processes.add(simProcess);
    return simProcess;
  }

  /** As `kill -9`: no callback of the process runs any more. */
  end(simProcess: SimProcess): void {
    simProcess.isAlive = false;
    simProcess.ready.length = 0;
    this.#processes.delete(simProcess);
    this.#timers = this.#timers.filter((timer) => timer.simProcess !== simProcess);
  }

  /** Runs `run` in a later step of the process. */
  soon(simProcess: SimProcess, run: () => void): void {
    if (simProcess.isAlive) simProcess.ready.push(run);
  }

  /** Runs `run` after `millis` on the clock of the world. Returns a function that cancels it. */
  later(simProcess: SimProcess, millis: Millis, run: () => void): () => void {
    if (!simProcess.isAlive) return () => undefined;
    const timer = { at: this.#now + Math.max(0, Math.ceil(millis)), order: this.#order++, simProcess, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((it) => it !== timer);
    };
  }

  /** The process of the current step. Throws outside a step. */
  get current(): SimProcess {
    if (this.#current === null) throw new Error('no step is running');
    return this.#current;
  }

  /** Ends the step: other processes may run, or this one may be killed, before it goes on. */
  readonly turn = (simProcess = this.current): Promise<void> =>
    new Promise((resolve) => this.soon(simProcess, resolve));

  /** Resolves after `millis`, or when the signal is aborted. */
  pause(simProcess: SimProcess, millis: Millis, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.later(simProcess, millis, resolve);
      signal.addEventListener('abort', () => {
        cancel();
        resolve();
      });
    });
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  between(least: number, most: number): number {
    return least + Math.floor(this.random() * (most - least + 1));
  }

  pick<T>(choices: readonly T[]): T {
    if (choices.length === 0) throw new Error('no choices to pick from');
    return choices[Math.floor(this.random() * choices.length)]!;
  }

  /** Adds a line to the story, which is printed if the seed fails. */
  log(line: string): void {
    const text = `${(this.#now / 1000).toFixed(3)} ${line}`;
    this.#trace.update(text);
    this.story.push(text);
  }

  digest(): string {
    return this.#trace.copy().digest('hex');
  }

  /**
   * Runs until no process has anything to do, or until the time. Stops between two steps if `isInterrupted` returns true.
   */
  async run(until: Millis, isInterrupted: () => boolean): Promise<void> {
    for (;;) {
      await this.#runReady(isInterrupted);
      if (isInterrupted()) return;
      const next = this.#timers.reduce<Timer | null>(
        (first, it) =>
          first === null || it.at < first.at || (it.at === first.at && it.order < first.order) ? it : first,
        null,
      );
      if (next === null || next.at > until) {
        this.#now = Math.max(this.#now, until);
        return;
      }
      this.#timers.splice(this.#timers.indexOf(next), 1);
      this.#now = Math.max(this.#now, next.at);
      this.soon(next.simProcess, next.run);
    }
  }

  /** Runs every process that is ready, in a random order, until none is. */
  async #runReady(isInterrupted: () => boolean): Promise<void> {
    while (!isInterrupted()) {
      const ready = [...this.#processes].filter((simProcess) => simProcess.ready.length > 0);
      if (ready.length === 0) return;
      const simProcess = ready.length === 1 ? ready[0]! : this.pick(ready);
      this.beforeStep(simProcess);
      const run = simProcess.ready.shift();
      if (!run) continue;
      this.steps += 1;
      this.#current = simProcess;
      run();
      await (simProcess.isPlain ? promisesSettled() : settled());
      this.#current = null;
      this.afterStep(simProcess);
    }
  }
}
