/**
 * Parses the output of strace into the steps of a server process: its file operations and its answers, in order.
 *
 * Promises: a call is placed where it ended, so a sync comes after the writes that it covers. An answer is placed where it
 * began, since a client may read it from then on.
 * Assumes: `tracedCalls`, strings in hex (`-xx`), one process with threads. No file under the folder is written by memory
 * mapping, except `-shm` of SQLite, which is rebuilt after a power cut.
 */
import { readFile } from 'node:fs/promises';

/** A handle is the index of its `open` step. Unlike file descriptors, it is never reused. */
export type TraceStep =
  | { readonly do: 'open'; readonly path: string; readonly makes: boolean; readonly empties: boolean }
  | { readonly do: 'write'; readonly handle: number; readonly at: number | null; readonly bytes: Buffer }
  | { readonly do: 'copy'; readonly from: number; readonly to: number; readonly length: number }
  | { readonly do: 'resize'; readonly handle: number; readonly size: number }
  /** Of a file or folder. It covers the steps before `since`. */
  | { readonly do: 'sync'; readonly handle: number; readonly since: number }
  | { readonly do: 'rename' | 'link'; readonly from: string; readonly to: string }
  | { readonly do: 'unlink' | 'mkdir'; readonly path: string }
  | { readonly do: 'say'; readonly text: string };

const writes = ['write', 'pwrite64', 'writev', 'pwritev', 'pwritev2', 'sendto', 'sendmsg'];
const copies = ['copy_file_range', 'sendfile'];
const resizes = ['ftruncate', 'fallocate'];
const syncs = ['fsync', 'fdatasync', 'sync_file_range'];
const renames = ['rename', 'renameat', 'renameat2'];
const links = ['link', 'linkat'];
const unlinks = ['unlink', 'unlinkat', 'rmdir'];
const mkdirs = ['mkdir', 'mkdirat'];
const unknown = ['truncate', 'creat'];
const others = ['openat', 'open', 'close', 'lseek'];
export const tracedCalls: readonly string[] = [
  unknown,
  others,
  writes,
  copies,
  resizes,
  syncs,
  renames,
  links,
  unlinks,
  mkdirs,
].flat();

type Call = { readonly name: string; readonly rest: string; readonly since: number };

const decode = (hex: string): Buffer => Buffer.from(hex.replaceAll('\\x', ''), 'hex');

/** The strings of a call, and the text around them. */
const partsOf = (text: string) => {
  const parts = text.split('"');
  return {
    strings: parts.filter((_, at) => at % 2 === 1).map(decode),
    around: parts.filter((_, at) => at % 2 === 0).join(''),
  };
};

const resultOf = (around: string): number => Number(/\) += (-?\d+)/.exec(around)?.[1] ?? -1);
const numbersOf = (around: string): number[] =>
  (around.split(/\) +=/)[0]!.match(/\b\d+\b/g) ?? []).map(Number);

const strange = (name: string): Error =>
  new Error(`the trace has a ${name}, which the model of the disk does not know`);

/** Appends the steps of one process under `folder` to those of earlier processes. */
export const readTrace = async (file: string, folder: string, steps: TraceStep[]): Promise<void> => {
  const handlesByNumber = new Map<number, number>();
  const unfinished = new Map<string, Call>();
  const isOurs = (path: string) => path === folder || path.startsWith(`${folder}/`);

  /** The effect of a call at its start: it frees a descriptor, or sends an answer. */
  const begin = (name: string, text: string): void => {
    const number = Number(/^\d+/.exec(text)?.[0]);
    if (name === 'close') handlesByNumber.delete(number);
    if (!writes.includes(name) || handlesByNumber.has(number)) return;
    const content = Buffer.concat(partsOf(text).strings).toString('utf8');
    if (content.includes('"marker":"grid-patrol"')) steps.push({ do: 'say', text: content });
  };

  const end = ({ name, rest, since }: Call): void => {
    const { strings, around } = partsOf(rest);
    const result = resultOf(around);
    if (result < 0) return;
    const numbers = numbersOf(around);
    const paths = strings.map((it) => it.toString('utf8'));
    const [path = '', second = ''] = paths;
    const handle = handlesByNumber.get(numbers[0] ?? -1);
    if (name === 'openat' || name === 'open') {
      handlesByNumber.delete(result);
      if (!isOurs(path)) return;
      handlesByNumber.set(result, steps.length);
      const [makes, empties] = [around.includes('O_CREAT'), around.includes('O_TRUNC')];
      steps.push({ do: 'open', path, makes, empties });
    } else if (renames.includes(name)) {
      if (isOurs(path)) steps.push({ do: 'rename', from: path, to: second });
    } else if (links.includes(name)) {
      if (isOurs(path)) steps.push({ do: 'link', from: path, to: second });
    } else if (unlinks.includes(name)) {
      if (isOurs(path)) steps.push({ do: 'unlink', path });
    } else if (mkdirs.includes(name)) {
      if (isOurs(path)) steps.push({ do: 'mkdir', path });
    } else if (copies.includes(name)) {
      const [one, two] = name === 'sendfile' ? [numbers[1], numbers[0]] : [numbers[0], numbers[1]];
      const from = handlesByNumber.get(one!);
      const to = handlesByNumber.get(two!);
      if (from !== undefined && to !== undefined) steps.push({ do: 'copy', from, to, length: result });
    } else if (unknown.includes(name)) {
      if (isOurs(path) || isOurs(second)) throw strange(name);
    } else if (handle === undefined) {
      // A connection, the terminal, or a file outside the folder.
    } else if (writes.includes(name)) {
      const at = name.startsWith('p') ? numbers.at(-1)! : null;
      steps.push({ do: 'write', handle, at, bytes: Buffer.concat(strings).subarray(0, result) });
    } else if (name === 'ftruncate') {
      steps.push({ do: 'resize', handle, size: numbers[1]! });
    } else if (name === 'fsync' || name === 'fdatasync') {
      steps.push({ do: 'sync', handle, since });
    } else if (name !== 'close' && !(name === 'lseek' && numbers[1] === 0)) {
      throw strange(name);
    }
  };

  for (const line of (await readFile(file, 'latin1')).split('\n')) {
    const [, thread = '', resumed, rest = ''] = /^(\d+) +(?:<\.\.\. (\w+) resumed>)?(.*)$/s.exec(line) ?? [];
    if (resumed !== undefined) {
      const call = unfinished.get(thread);
      unfinished.delete(thread);
      if (call) end({ ...call, rest: call.rest + rest });
      continue;
    }
    const opening = rest.indexOf('(');
    if (opening < 0) continue;
    const name = rest.slice(0, opening);
    const text = rest.slice(opening + 1);
    begin(name, text);
    const call = { name, rest: text.replace(/ <unfinished \.\.\.>$/, ''), since: steps.length };
    if (text.endsWith('<unfinished ...>')) unfinished.set(thread, call);
    else end(call);
  }
};
