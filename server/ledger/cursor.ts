import { createHash } from 'node:crypto';
import type { Authority } from '#domain/ledger/roles.ts';
import type { HeadRef } from './history.ts';

/**
 * The position of a device in the feed of its region ([L2]). `mark` is the change id at `seq`: if the server has another
 * one there, it was restored. `scope` is a hash of the person's authority: if it changes, a snapshot follows.
 */
export type Cursor = {
  readonly seq: number;
  readonly mark: string;
  readonly scope: string;
  /** What the client could read when it came here (`viewOf`): once it reads more, it receives what was left out. */
  readonly view: number;
  /**
   * The head of the feed when the page was read, if the page did not reach it. Until the next page, a server that was restored
   * to a moment between the two has the cursor, but not this head: subjects that had moved behind the cursor are missing.
   */
  readonly head?: HeadRef;
};

/** Without a unit, the hash is the one that older servers compute: an update of the server causes no snapshot. */
export const scopeHash = ({ person, role, region, scope, unit }: Authority): string =>
  createHash('sha256')
    .update(JSON.stringify([person, role, region, scope, ...(unit ? [unit] : [])]))
    .digest('base64url')
    .slice(0, 22);

export const writeCursor = ({ seq, mark, scope, view, head }: Cursor): string =>
  Buffer.from(JSON.stringify({ seq, mark, scope, view, head })).toString('base64url');

const readHeadRef = (value: unknown): HeadRef | null => {
  const { seq, mark } = (value ?? {}) as Partial<Record<keyof HeadRef, unknown>>;
  return Number.isSafeInteger(seq) && typeof mark === 'string' ? { seq: seq as number, mark } : null;
};

/** Null if the text is not a cursor. */
export const readCursor = (text: string): Cursor | null => {
  try {
    const {
      seq,
      mark,
      scope,
      view = 1,
      head,
    } = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Partial<Record<keyof Cursor, unknown>>;
    if (!Number.isSafeInteger(seq) || typeof mark !== 'string' || typeof scope !== 'string') return null;
    if (typeof view !== 'number') return null;
    const cursor = { seq: seq as number, mark, scope, view };
    if (head === undefined) return cursor;
    const read = readHeadRef(head);
    return read && { ...cursor, head: read };
  } catch {
    return null;
  }
};
