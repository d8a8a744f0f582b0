import type { Authority } from '#domain/ledger/roles.ts';
import type { Person } from './person.ts';

/** What the person may do now. */
export const authorityOf = ({ id, role, region, scope, unit }: Person): Authority => ({
  person: id,
  role,
  region,
  scope,
  ...(unit ? { unit } : {}),
});
