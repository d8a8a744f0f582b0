/** How people of a role enrol and sign in. Not in `capabilities.ts`, which is part of the first load. */
import type { Role } from '#domain/ledger/roles.ts';

/** The role of people who enrol by a reusable link. */
export const linkRole: Role = 'observer';

/** False for a role without user name and password: only an enrolled device signs in, by its key. */
export const needsPassword = (role: Role): boolean => role !== linkRole;
