/** The built product as `npm start` runs it: its own process and folder, on a free port. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { madeOnce } from '#tests/support/run/run-folder.ts';

const root = join(import.meta.dirname, '..', '..', '..');
/** A first start may play the demo, which takes long. */
const START_MILLIS = 170_000;

export type ProductOptions = {
  /** The data folder of an earlier run; a new one by default. */
  readonly dataDir?: string;
  /** Starts on a copy of the data of a first start, which is made once in a run of tests. */
  readonly isCopy?: boolean;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Another build, inside the project so that it finds its packages. */
  readonly dist?: string;
};

export class Product {
  readonly dataDir: string;
  readonly url: string;
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #output: () => string;
  readonly #gone: Promise<unknown>;

  private constructor(dataDir: string, url: string, child: ChildProcess, output: () => string) {
    this.dataDir = dataDir;
    this.url = url;
    this.port = Number(new URL(url).port);
    this.#child = child;
    this.#output = output;
    this.#gone =
      child.exitCode === null && child.signalCode === null ? once(child, 'exit') : Promise.resolve();
  }

  static async start(options: ProductOptions = {}): Promise<Product> {
    const { dataDir, isCopy = false, args = [], env = {}, dist = join(root, 'dist') } = options;
    const main = join(dist, 'server/main.js');
    if (!existsSync(main)) throw new Error(`${main} does not exist: run "npm run build" first`);
    const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'grid-patrol-')));
    const earlier = isCopy ? await madeOnce('product', firstStart) : null;
    if (earlier !== null) await cp(earlier, folder, { recursive: true });
    const child = spawn(
      process.execPath,
      [main, '--port', '0', '--data-dir', folder, '--demo-days', '0', ...args],
      {
        cwd: root,
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let output = '';
    const url = await new Promise<string>((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`The product ${why}. Its output:\n${output}`));
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        fail(`did not listen within ${START_MILLIS} ms`);
      }, START_MILLIS);
      const hear = (chunk: Buffer) => {
        output += chunk.toString();
        const found = /Listening on (https?:\/\/[^\s"]+)/.exec(output);
        if (!found) return;
        clearTimeout(timer);
        resolve(found[1]!);
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('exit', (code) => {
        clearTimeout(timer);
        fail(`ended with ${code}`);
      });
    });
    return new Product(folder, url, child, () => output);
  }

  /** Its output so far. */
  get output(): string {
    return this.#output();
  }

  /** Stops it as an operator does. Returns its exit code. */
  async stop(): Promise<number | null> {
    this.#child.kill('SIGTERM');
    await this.#gone;
    return this.#child.exitCode;
  }

  /** Kills it with SIGKILL. */
  async kill9(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#gone;
  }

  async removeData(): Promise<void> {
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

const firstStart = async (dataDir: string): Promise<void> => {
  const product = await Product.start({ dataDir });
  await product.stop();
};
