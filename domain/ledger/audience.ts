import { capabilities } from '#domain/people/capabilities.ts';
import type { PersonId } from './ids.ts';
import type { Authority } from './roles.ts';
import { scopeCovers } from './scope-covers.ts';

/**
 * Who may see a subject. Each change in the ledger keeps the audience before and after it, so that a pull can answer
 * "gone" to a person who was in the first and is not in the second while their scope stayed the same.
 */
export type Audience = {
  readonly gridScope: string;
  /** People who see it wherever it is: its reporter. */
  readonly people: readonly PersonId[];
  /** Responsible units whose people see it wherever it is. */
  readonly units?: readonly string[];
};

/** A subject that names the person or their unit; for some roles also every subject in their grids. */
export const maySee = (viewer: Authority, audience: Audience): boolean =>
  audience.people.includes(viewer.person) ||
  (!!viewer.unit && !!audience.units?.includes(viewer.unit)) ||
  (capabilities[viewer.role].sight === 'scope' && scopeCovers(viewer.scope, audience.gridScope));
