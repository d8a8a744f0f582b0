/**
 * Temporary files in the folders of the product, to test that the import rules reject them. They have special names, and are
 * deleted with the test, with the process or, after a kill, at the next test. Only one test plants at a time, since planted
 * files change the result of a compiler for other tests.
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

  /** Waits until no other test plants, and deletes files that a killed run has left in these folders. */
  async claim(folders: readonly string[]): Promise<void> {
    mkdirSync(dirname(claimPath), { recursive: true });
    while (!this.#holdsClaim) {
      try {
        // Creating a link with its content is atomic.
        symlinkSync(String(process.pid), claimPath);
        this.#holdsClaim = true;
      } catch {
        if (!isRunning(claimant())) rmSync(claimPath, { force: true });
        else await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
    for (const folder of folders)
      for (const name of safeList(join(projectRoot, folder)))
        if (name.startsWith(mark)) rmSync(join(projectRoot, folder, name), { force: true });
  }

  /** Plants a file in a folder and returns its path from the root of the project. */
  plant(into: string, text: string, extension = 'ts'): string {
    const folder = join(projectRoot, into);
    mkdirSync(folder, { recursive: true });
    const path = `${into}/${mark}${process.pid}-${this.#made.size}.${extension}`;
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

/** The process number in the claim. If another process has it by now, this only waits longer. */
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
