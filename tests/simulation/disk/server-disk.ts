/**
 * The simulated disk of a server. Everything written survives a kill; only what was synced surely survives a power loss.
 *
 * Promises: the bytes of a file are safe once the file was synced, its name once its folder was synced. After a power
 * loss, anything else is at random in its old or in its new state; bytes may also be torn.
 */
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { World } from '#tests/simulation/world/world.ts';

type File = { bytes: Buffer; synced: Buffer; changedAt: number };
type Node = File | 'folder';

const fault = (code: string, path: string) => Object.assign(new Error(`${code}: ${path}`), { code });
const isFile = (node: Node | undefined): node is File => node !== undefined && node !== 'folder';

export class ServerDisk {
  #names = new Map<string, Node>();
  #synced = new Map<string, Node>();
  /** In bytes. */
  capacity = Number.POSITIVE_INFINITY;
  /** Counts changes. */
  version = 0;

  constructor(readonly world: World) {}

  copy(): ServerDisk {
    const other = new ServerDisk(this.world);
    for (const [path, node] of this.#names)
      other.#names.set(path, isFile(node) ? { ...node, synced: node.bytes } : node);
    other.#synced = new Map(other.#names);
    return other;
  }

  paths(folder: string): string[] {
    return [...this.#names.keys()].filter(
      (path) => path.startsWith(`${folder}/`) && isFile(this.#names.get(path)),
    );
  }

  bytes(path: string): Buffer | null {
    const node = this.#names.get(path);
    return isFile(node) ? node.bytes : null;
  }

  makeFolder(path: string): void {
    for (let it = path; it !== '/'; it = dirname(it)) {
      if (isFile(this.#names.get(it))) throw fault('ENOTDIR', it);
      this.#names.set(it, 'folder');
    }
  }

  losePower(): void {
    this.version += 1;
    const { random } = this.world;
    const after = new Map<string, Node>();
    for (const path of new Set([...this.#synced.keys(), ...this.#names.keys()])) {
      const [before, now] = [this.#synced.get(path), this.#names.get(path)];
      const node = before === now || random() < 0.5 ? before : now;
      if (node !== undefined) after.set(path, isFile(node) ? this.#torn(node) : node);
    }
    for (const path of after.keys())
      if (after.get(dirname(path)) !== 'folder' && dirname(path) !== '/') after.delete(path);
    this.#names = after;
    this.#synced = new Map(after);
  }

  #torn(file: File): File {
    const { random } = this.world;
    if (file.bytes.equals(file.synced)) return file;
    const chance = random();
    const cut = Math.floor(random() * file.bytes.length);
    const torn = Buffer.concat([file.bytes.subarray(0, cut), Buffer.alloc(file.bytes.length - cut)]);
    const bytes = chance < 0.34 ? file.synced : chance < 0.67 ? file.bytes : torn;
    return { ...file, bytes, synced: bytes };
  }

  #file(path: string): File {
    const node = this.#names.get(path);
    if (node === undefined) throw fault('ENOENT', path);
    if (!isFile(node)) throw fault('EISDIR', path);
    return node;
  }

  #freeBytes(): number {
    const used = [...new Set(this.#names.values())].reduce(
      (sum, node) => sum + (isFile(node) ? node.bytes.length : 0),
      0,
    );
    return this.capacity - used;
  }

  #requireSpace(bytes: number): void {
    if (bytes > this.#freeBytes()) throw fault('ENOSPC', 'write');
  }

  #write(file: File, bytes: Uint8Array, at: number): void {
    this.#requireSpace(bytes.length);
    this.version += 1;
    const next = Buffer.alloc(Math.max(file.bytes.length, at + bytes.length));
    file.bytes.copy(next);
    next.set(bytes, at);
    file.bytes = next;
    file.changedAt = this.world.now();
  }

  #syncFolder(folder: string): void {
    for (const path of new Set([...this.#names.keys(), ...this.#synced.keys()])) {
      if (dirname(path) !== folder) continue;
      const node = this.#names.get(path);
      if (node === undefined) this.#synced.delete(path);
      else this.#synced.set(path, node);
    }
  }

  /** The functions of node:fs/promises that the server uses. Each call first ends the step. */
  readonly promises = {
    mkdir: async (path: string) => {
      await this.world.turn();
      this.makeFolder(path);
    },
    open: async (path: string, flags: string) => {
      await this.world.turn();
      const here = this.#names.get(path);
      if (flags === 'wx') {
        if (here !== undefined) throw fault('EEXIST', path);
        if (this.#names.get(dirname(path)) !== 'folder') throw fault('ENOENT', path);
        this.#names.set(path, {
          bytes: Buffer.alloc(0),
          synced: Buffer.alloc(0),
          changedAt: this.world.now(),
        });
      } else if (here === undefined) throw fault('ENOENT', path);
      const node = this.#names.get(path)!;
      return {
        write: async (chunk: Uint8Array, from: number, length: number, at: number) => {
          await this.world.turn();
          // As a real disk: a write takes what still fits, and the next write fails.
          const bytesWritten = Math.min(length, Math.max(this.#freeBytes(), Math.min(length, 1)));
          this.#write(node as File, chunk.subarray(from, from + bytesWritten), at);
          return { bytesWritten };
        },
        writeFile: async (bytes: Uint8Array) => {
          await this.world.turn();
          this.#write(node as File, bytes, 0);
        },
        sync: async () => {
          await this.world.turn();
          if (isFile(node)) node.synced = node.bytes;
          else this.#syncFolder(path);
        },
        close: () => this.world.turn(),
      };
    },
    rename: async (from: string, to: string) => {
      await this.world.turn();
      const file = this.#file(from);
      if (this.#names.get(dirname(to)) !== 'folder') throw fault('ENOENT', to);
      this.version += 1;
      this.#names.delete(from);
      this.#names.set(to, file);
    },
    link: async (from: string, to: string) => {
      await this.world.turn();
      const file = this.#file(from);
      if (this.#names.has(to)) throw fault('EEXIST', to);
      if (this.#names.get(dirname(to)) !== 'folder') throw fault('ENOENT', to);
      this.version += 1;
      this.#names.set(to, file);
    },
    copyFile: async (from: string, to: string) => {
      await this.world.turn();
      const { bytes } = this.#file(from);
      if (this.#names.get(dirname(to)) !== 'folder') throw fault('ENOENT', to);
      this.#requireSpace(bytes.length);
      this.version += 1;
      this.#names.set(to, { bytes, synced: Buffer.alloc(0), changedAt: this.world.now() });
    },
    rm: async (path: string, options: { force?: boolean } = {}) => {
      await this.world.turn();
      this.version += 1;
      if (!this.#names.delete(path) && options.force !== true) throw fault('ENOENT', path);
    },
    stat: async (path: string) => {
      await this.world.turn();
      const node = this.#names.get(path);
      if (node === undefined) throw fault('ENOENT', path);
      if (!isFile(node)) return { size: 0, mtimeMs: 0, isFile: () => false };
      return { size: node.bytes.length, mtimeMs: node.changedAt, isFile: () => true };
    },
    readFile: async (path: string) => {
      await this.world.turn();
      return this.#file(path).bytes;
    },
    readdir: async (folder: string, options: { recursive?: boolean } = {}) => {
      await this.world.turn();
      const here = this.#names.get(folder);
      if (here !== 'folder') throw fault(here ? 'ENOTDIR' : 'ENOENT', folder);
      const below = [...this.#names].filter(([path]) => path.startsWith(`${folder}/`));
      if (!options.recursive)
        return below.filter(([path]) => dirname(path) === folder).map(([path]) => basename(path));
      return below.map(([path, node]) => ({
        parentPath: dirname(path),
        name: basename(path),
        isFile: () => isFile(node),
      }));
    },
  };

  createReadStream(path: string): Readable {
    const read = async function* (this: ServerDisk) {
      await this.world.turn();
      yield this.#file(path).bytes;
    };
    return Readable.from(read.call(this));
  }
}

/** Paths under this folder are on the simulated disk, all others on the disk of the machine. */
export const SERVER_FOLDER = '/of-a-world';
export const photoPathIn = (sha256: string): string =>
  join(SERVER_FOLDER, 'photos', sha256.slice(0, 2), sha256);
