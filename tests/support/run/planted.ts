/**
 * Files planted into the real rooms for a moment, to see the walls hold. They bear a name of their own, and leave
 * with the test, with the process, or, after a kill, when the next test begins. One test plants at a time: what one has
 * planted changes what a compiler finds for the other.
 */
import { mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const projectRoot = join(import.meta.dirname, '..', '..', '..');
const claimPath = join(projectRoot, 'test-results/planting');
const mark = 'planted-by-a-test-';

export class Plants {
  readonly #made = new Set<string>();
  #holdsClaim = false;
  readonly #onExit = () => this.pull();

  constructor() {
    process.once('exit', this.#onExit);
  }

  /** Waits until nobody else plants, and clears the rooms of what a killed run has left behind. */
  async claim(rooms: readonly string[]): Promise<void> {
    mkdirSync(dirname(claimPath), { recursive: true });
    while (!this.#holdsClaim) {
      try {
        // A link is there with its content, or not at all.
        symlinkSync(String(process.pid), claimPath);
        this.#holdsClaim = true;
      } catch {
        if (!isRunning(claimant())) rmSync(claimPath, { force: true });
        else await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
    for (const room of rooms)
      for (const name of safeList(join(projectRoot, room)))
        if (name.startsWith(mark)) rmSync(join(projectRoot, room, name), { force: true });
  }

  /** Plants a file in a room and answers its path from the project's root. */
  plant(room: string, text: string, extension = 'ts'): string {
    const folder = join(projectRoot, room);
    mkdirSync(folder, { recursive: true });
    const path = `${room}/${mark}${process.pid}-${this.#made.size}.${extension}`;
    writeFileSync(join(projectRoot, path), text);
    this.#made.add(path);
    return path;
  }

  pull(): void {
    for (const path of this.#made) rmSync(join(projectRoot, path), { force: true });
    this.#made.clear();
    if (this.#holdsClaim) rmSync(claimPath, { force: true });
    this.#holdsClaim = false;
    process.off('exit', this.#onExit);
  }
}

/** Another process with the claim's number long after it ended would only make us wait for that one. */
const claimant = (): number => {
  try {
    return Number(readlinkSync(claimPath));
  } catch {
    return 0;
  }
};

const isRunning = (pid: number): boolean => {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
};

const safeList = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};
