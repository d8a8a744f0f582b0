import type { Authority } from '#domain/ledger/roles.ts';
import type { SignedInRow } from '#storage/databases/shared-db.ts';

export const authorityOf = ({ person }: Pick<SignedInRow, 'person'>): Authority => ({
  person: person.id,
  role: person.role,
  region: person.region,
  scope: person.scope,
});
