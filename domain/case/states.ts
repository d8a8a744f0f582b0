/** The states of a case (docs/glossary.md, Cases). */
export const caseStates = [
  'reported',
  'filed',
  'dispatched',
  'declared',
  'accepted',
  'closed',
  'dismissed',
  'merged',
  'suspended',
] as const;
export type CaseState = (typeof caseStates)[number];

/** No act but a reopening leaves them. */
export const finalStates: readonly CaseState[] = ['closed', 'dismissed', 'merged'];
