/**
 * Files planted into the real rooms for a moment, to see the walls hold. They bear a name of their own, and leave
 * with the test, with the process, or, after a kill, when the next test begins.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const projectRoot = join(import.meta.dirname, '..', '..');
const mark = 'planted-by-a-test-';

export class Plants {
  readonly #made = new Set<string>();
  readonly #onExit = () => this.pull();

  constructor() {
    process.once('exit', this.#onExit);
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
    process.off('exit', this.#onExit);
  }

  /** What a run that was killed has left behind; what another run has just planted stays. */
  static weed(rooms: readonly string[]): void {
    for (const room of rooms)
      for (const name of safeList(join(projectRoot, room)))
        if (name.startsWith(mark) && !isRunning(Number.parseInt(name.slice(mark.length), 10)))
          rmSync(join(projectRoot, room, name), { force: true });
  }
}

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
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
