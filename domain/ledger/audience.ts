import type { Subject } from './fold.ts';
import type { PersonId } from './ids.ts';
import type { Authority } from './roles.ts';
import { scopeCovers } from './scope-covers.ts';

/**
 * Who may see a subject. Each change in the ledger keeps the audience before and after it, so that pull can answer
 * "gone" to whoever was in the first and is not in the second while their scope stayed the same.
 */
export type Audience = {
  readonly gridScope: string;
  /** People who see it wherever it lies: its reporter, later its handler. */
  readonly people: readonly PersonId[];
};

export const audienceOf = (subject: Subject): Audience => ({
  gridScope: subject.gridScope,
  people: [subject.reporter],
});

/** Observers and handlers see what names them; the others also what lies in their grids. */
export const maySee = (viewer: Authority, audience: Audience): boolean =>
  audience.people.includes(viewer.person) ||
  (viewer.role !== 'observer' && viewer.role !== 'handler' && scopeCovers(viewer.scope, audience.gridScope));
