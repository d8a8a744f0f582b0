import { authorityOf as authorityOfPerson } from '#domain/people/authority.ts';
import type { Authority } from '#domain/ledger/roles.ts';
import type { SignedInRow } from '#storage/databases/shared-db.ts';

export const authorityOf = ({ person }: Pick<SignedInRow, 'person'>): Authority => authorityOfPerson(person);
