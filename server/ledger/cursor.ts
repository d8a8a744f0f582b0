import { createHash } from 'node:crypto';
import type { Authority } from '#domain/ledger/roles.ts';

/**
 * Where a device stands in its region's feed. `mark` names the change at that seq: another one there means the
 * server was restored. `scope` is who asks and what they may see: when it changes, the device starts anew.
 */
export type Cursor = {
  readonly seq: number;
  readonly mark: string;
  readonly scope: string;
  /** What the client could read when it came here (`viewOf`): once it reads more, it receives what was left out. */
  readonly view: number;
};

/** A person without a unit keeps the hash of the time before there were units. */
export const scopeHash = ({ person, role, region, scope, unit }: Authority): string =>
  createHash('sha256')
    .update(JSON.stringify([person, role, region, scope, ...(unit ? [unit] : [])]))
    .digest('base64url')
    .slice(0, 22);

export const writeCursor = ({ seq, mark, scope, view }: Cursor): string =>
  Buffer.from(JSON.stringify({ seq, mark, scope, view })).toString('base64url');

/** Null for anything this server did not write. */
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
