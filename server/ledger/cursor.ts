import { createHash } from 'node:crypto';
import type { Authority } from '#domain/ledger/roles.ts';

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
};

/** Without a unit, the hash is the one that older servers compute: an update of the server causes no snapshot. */
export const scopeHash = ({ person, role, region, scope, unit }: Authority): string =>
  createHash('sha256')
    .update(JSON.stringify([person, role, region, scope, ...(unit ? [unit] : [])]))
    .digest('base64url')
    .slice(0, 22);

export const writeCursor = ({ seq, mark, scope, view }: Cursor): string =>
  Buffer.from(JSON.stringify({ seq, mark, scope, view })).toString('base64url');

/** Null if the text is not a cursor. */
export const readCursor = (text: string): Cursor | null => {
  try {
    const {
      seq,
      mark,
      scope,
      view = 1,
    } = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Partial<Record<keyof Cursor, unknown>>;
    if (!Number.isSafeInteger(seq) || typeof mark !== 'string' || typeof scope !== 'string') return null;
    if (typeof view !== 'number') return null;
    return { seq: seq as number, mark, scope, view };
  } catch {
    return null;
  }
};
