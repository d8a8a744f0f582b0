/**
 * A model of a disk that loses power: applies a trace, and writes images of what may be on the disk afterwards.
 *
 * Promises: the bytes of a file, or the names of a folder, at the start of a sync are safe once the sync has ended. Each
 * later change is there or not, independently of the others: a rename in one folder and not in the other, a size without
 * its bytes, one block of 512 bytes of a write without the next.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { TraceStep } from '#tests/support/database/read-trace.ts';

const BLOCK = 512;

type Change = { readonly step: number } & (
  | { readonly at: number; readonly bytes: Buffer }
  | { readonly size: number }
);
type FileNode = { readonly is: 'file'; readonly synced: Content; size: number; changes: Change[] };
type Naming = { readonly step: number; readonly name: string; readonly node: Node | null };
type FolderNode = {
  readonly is: 'folder';
  /** As the running server sees them. */
  readonly names: Map<string, Node>;
  readonly syncedNames: Map<string, Node>;
  namings: Naming[];
};
type Node = FileNode | FolderNode;

/** The probability that each kind of unsynced change survives. */
export type Survival = { readonly names: number; readonly sizes: number; readonly blocks: number };

export type CrashDisk = {
  apply(step: TraceStep, at: number): void;
  /** Writes an image into a folder of the real disk. Returns the number of unsynced changes. */
  writeImage(folder: string, random: () => number, survival: Survival): Promise<number>;
};

const emptyFile = (): FileNode => ({ is: 'file', synced: new Content(), size: 0, changes: [] });
const emptyFolder = (): FolderNode => ({
  is: 'folder',
  names: new Map(),
  syncedNames: new Map(),
  namings: [],
});

/** Bytes that grow without a copy at each write. */
class Content {
  #bytes: Buffer;
  size: number;

  constructor(bytes: Buffer = Buffer.alloc(0)) {
    this.#bytes = bytes;
    this.size = bytes.length;
  }

  copy(): Content {
    return new Content(Buffer.from(this.bytes()));
  }

  bytes(): Buffer {
    return this.#bytes.subarray(0, this.size);
  }

  resize(size: number): void {
    if (size > this.#bytes.length) {
      const longer = Buffer.alloc(Math.max(size, 2 * this.#bytes.length));
      this.bytes().copy(longer);
      this.#bytes = longer;
    } else if (size < this.size) this.#bytes.fill(0, size, this.size);
    this.size = size;
  }

  put(at: number, part: Buffer): void {
    this.resize(Math.max(this.size, at + part.length));
    part.copy(this.#bytes, at);
  }

  apply(change: Change): void {
    if ('size' in change) this.resize(change.size);
    else this.put(change.at, change.bytes);
  }
}

/** The blocks of a write, cut at block boundaries of the disk. */
const blocksOf = function* (at: number, bytes: Buffer): Generator<readonly [number, Buffer]> {
  for (let from = 0; from < bytes.length;) {
    const to = Math.min(bytes.length, from + BLOCK - ((at + from) % BLOCK));
    yield [at + from, bytes.subarray(from, to)];
    from = to;
  }
};

export const openCrashDisk = (root: string): CrashDisk => {
  const top = emptyFolder();
  const open = new Map<number, { readonly node: Node; position: number }>();

  const folderOf = (path: string): FolderNode => {
    let folder = top;
    for (const name of dirname(path).slice(root.length).split('/').filter(Boolean)) {
      const next = folder.names.get(name);
      if (next?.is !== 'folder') throw new Error(`the trace made ${path} outside any folder`);
      folder = next;
    }
    return folder;
  };
  const nodeAt = (path: string): Node | undefined =>
    path === root ? top : folderOf(path).names.get(basename(path));
  const name = (path: string, node: Node | null, step: number): void => {
    const folder = folderOf(path);
    if (node) folder.names.set(basename(path), node);
    else folder.names.delete(basename(path));
    folder.namings.push({ step, name: basename(path), node });
  };
  const fileOf = (handle: number): { readonly node: FileNode; position: number } => {
    const opened = open.get(handle);
    if (opened?.node.is !== 'file') throw new Error('the trace wrote into a folder');
    return opened as { readonly node: FileNode; position: number };
  };
  const write = (handle: number, at: number | null, bytes: Buffer, step: number): void => {
    const file = fileOf(handle);
    const from = at ?? file.position;
    if (at === null) file.position += bytes.length;
    file.node.changes.push({ step, at: from, bytes });
    file.node.size = Math.max(file.node.size, from + bytes.length);
  };
  const resize = (node: FileNode, size: number, step: number): void => {
    if (node.size === size) return;
    node.changes.push({ step, size });
    node.size = size;
  };
  const sync = (node: Node, since: number): void => {
    if (node.is === 'file') {
      for (const change of node.changes) if (change.step < since) node.synced.apply(change);
      node.changes = node.changes.filter((change) => change.step >= since);
      return;
    }
    for (const naming of node.namings.filter(({ step }) => step < since)) {
      if (naming.node) node.syncedNames.set(naming.name, naming.node);
      else node.syncedNames.delete(naming.name);
    }
    node.namings = node.namings.filter(({ step }) => step >= since);
  };

  const contentOf = (file: FileNode, random: () => number, survival: Survival): Buffer => {
    const content = file.synced.copy();
    for (const change of file.changes) {
      if ('size' in change) {
        if (random() < survival.sizes) content.resize(change.size);
        continue;
      }
      const end = change.at + change.bytes.length;
      if (end > content.size && random() < survival.sizes) content.resize(end);
      for (const [at, block] of blocksOf(change.at, change.bytes))
        if (random() < survival.blocks) content.put(at, block);
    }
    return content.bytes();
  };

  /** For each name its last synced state, or its state after one of the later changes. */
  const namesOf = (folder: FolderNode, random: () => number, { names }: Survival): Map<string, Node> => {
    const found = new Map(folder.syncedNames);
    for (const { name, node } of folder.namings) {
      if (random() >= names) continue;
      if (node) found.set(name, node);
      else found.delete(name);
    }
    return found;
  };

  return {
    apply: (step, at) => {
      switch (step.do) {
        case 'open': {
          let node = nodeAt(step.path);
          if (!node) {
            if (!step.makes) throw new Error(`the trace opened ${step.path}, which does not exist`);
            node = emptyFile();
            name(step.path, node, at);
          }
          if (node.is === 'file' && step.empties) resize(node, 0, at);
          open.set(at, { node, position: 0 });
          return;
        }
        case 'write':
          return write(step.handle, step.at, step.bytes, at);
        case 'copy': {
          const from = fileOf(step.from);
          const whole = from.node.synced.copy();
          for (const change of from.node.changes) whole.apply(change);
          const bytes = whole.bytes().subarray(from.position, from.position + step.length);
          from.position += step.length;
          return write(step.to, null, bytes, at);
        }
        case 'resize':
          return resize(fileOf(step.handle).node, step.size, at);
        case 'sync': {
          const opened = open.get(step.handle);
          if (opened) sync(opened.node, step.since);
          return;
        }
        case 'mkdir':
          return name(step.path, emptyFolder(), at);
        case 'unlink':
          return name(step.path, null, at);
        case 'link':
        case 'rename': {
          const node = nodeAt(step.from);
          if (!node) throw new Error(`the trace renamed ${step.from}, which does not exist`);
          name(step.to, node, at);
          if (step.do === 'rename') name(step.from, null, at);
          return;
        }
        case 'say':
      }
    },
    writeImage: async (folder, random, survival) => {
      let unsynced = 0;
      const writeNode = async (node: Node, path: string): Promise<void> => {
        if (node.is === 'file') {
          unsynced += node.changes.length;
          return writeFile(path, contentOf(node, random, survival), { flag: 'w' });
        }
        unsynced += node.namings.length;
        await mkdir(path, { recursive: true });
        for (const [name, inner] of namesOf(node, random, survival)) await writeNode(inner, join(path, name));
      };
      await writeNode(top, folder);
      return unsynced;
    },
  };
};
