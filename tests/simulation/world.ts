/**
 * A world of its own: its clock, its chance and its order of things come from one seed.
 *
 * Promises: what runs in it runs one step after another; a step is everything until nothing is left to do but wait.
 * A realm is a process: when it is ended, nothing of it ever runs again, whatever it was waiting for. The same seed
 * gives the same steps.
 * Assumes: everything that waits in here waits for the world (`later`, `turn`, the global setImmediate), never for a
 * thread, a timer or the network of the machine.
 */
import { createHash } from 'node:crypto';
import type { Millis } from '#domain/base/units.ts';
import { seededRandom } from '#tests/support/data/seeded-random.ts';

export type SimProcess = {
  readonly name: string;
  isAlive: boolean;
  /** Waits for promises only: no streams, no next ticks. */
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
/** Until every promise and every next tick has had its turn. */
const settled = () => new Promise<void>((resolve) => void realImmediate(resolve));
/** The same for what only waits for promises: much less than a turn of the machine's own loop. */
const promisesSettled = () => new Promise<void>((resolve) => process.nextTick(resolve));

export class World {
  readonly random: () => number;
  steps = 0;
  #now: Millis;
  #order = 0;
  #timers: Timer[] = [];
  readonly #realms = new Set<SimProcess>();
  #current: SimProcess | null = null;
  readonly #trace = createHash('sha256');
  readonly story: string[] = [];
  /** Called before each step: who is about to go on. What it ends does not go on. */
  beforeStep: (simProcess: SimProcess) => void = () => undefined;
  /** Called after each step: what is there now is what processes that ended here would leave. */
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
    this.#realms.add(simProcess);
    return simProcess;
  }

  /** As `kill -9`: whatever it waits for never comes. */
  end(simProcess: SimProcess): void {
    simProcess.isAlive = false;
    simProcess.ready.length = 0;
    this.#realms.delete(simProcess);
    this.#timers = this.#timers.filter((timer) => timer.simProcess !== simProcess);
  }

  /** The realm goes on with this when its turn comes. */
  soon(simProcess: SimProcess, run: () => void): void {
    if (simProcess.isAlive) simProcess.ready.push(run);
  }

  later(simProcess: SimProcess, millis: Millis, run: () => void): () => void {
    if (!simProcess.isAlive) return () => undefined;
    const timer = { at: this.#now + Math.max(0, Math.ceil(millis)), order: this.#order++, simProcess, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((it) => it !== timer);
    };
  }

  /** Whose step this is; a bug when nobody's. */
  get current(): SimProcess {
    if (this.#current === null) throw new Error('Nobody has the turn');
    return this.#current;
  }

  /** Gives the others a turn, and chance a place to end it. */
  readonly turn = (simProcess = this.current): Promise<void> =>
    new Promise((resolve) => this.soon(simProcess, resolve));

  pause(millis: Millis, simProcess = this.current): Promise<void> {
    return new Promise((resolve) => void this.later(simProcess, millis, resolve));
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  between(least: number, most: number): number {
    return least + Math.floor(this.random() * (most - least + 1));
  }

  pick<T>(choices: readonly T[]): T {
    if (choices.length === 0) throw new Error('Nothing to pick from');
    return choices[Math.floor(this.random() * choices.length)]!;
  }

  /** A line of what happened, for whoever reads a seed that failed. */
  tell(line: string): void {
    const text = `${(this.#now / 1000).toFixed(3)} ${line}`;
    this.#trace.update(text);
    this.story.push(text);
  }

  digest(): string {
    return this.#trace.copy().digest('hex');
  }

  /**
   * Runs until nothing is left to do, or until the time. Stops between two steps when `isInterrupted` says so.
   */
  async run(until: Millis, isInterrupted: () => boolean): Promise<void> {
    for (;;) {
      await this.#rest(isInterrupted);
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

  /** Everyone who can go on goes on, in an order that chance decides. */
  async #rest(isInterrupted: () => boolean): Promise<void> {
    while (!isInterrupted()) {
      const able = [...this.#realms].filter((simProcess) => simProcess.ready.length > 0);
      if (able.length === 0) return;
      const simProcess = able.length === 1 ? able[0]! : this.pick(able);
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
