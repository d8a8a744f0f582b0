import * as v from 'valibot';
import type { PersonId } from './ids.ts';

export const roles = ['patroller', 'inspector', 'reviewer', 'handler', 'observer', 'admin'] as const;
export type Role = (typeof roles)[number];
export const roleSchema = v.picklist(roles);

/**
 * What a person may do, and where. Each ledger entry stores it as it was at that moment, so a replay never judges again.
 * `scope` has prefixes of grid codes (a county's six digits, or a whole grid code). `region` is the shard, a county's six
 * digits.
 */
export type Authority = {
  readonly person: PersonId;
  readonly role: Role;
  readonly region: string;
  readonly scope: readonly string[];
  /** The responsible unit of a handler. Absent in what an older version stored. */
  readonly unit?: string | null;
};
