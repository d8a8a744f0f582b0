/**
 * Who may do what to a case, and from which state: permissions as data, for the whole life of a case (DOMAIN, A
 * case). An event type gains a body in `events.ts` when the product learns it; its rule stands here already.
 */
import type { Role } from '#domain/ledger/roles.ts';

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

type Rule = {
  readonly roles: readonly Role[];
  /** States it may happen in; `new` means the case does not exist yet, `open` any state but the final ones. */
  readonly from: readonly CaseState[] | 'new' | 'open';
  /** The state it leads to; absent means the state stays. */
  readonly to?: CaseState;
};

const finals: readonly CaseState[] = ['closed', 'dismissed', 'merged'];
const field: readonly Role[] = ['patroller', 'inspector'];

export const caseRules = {
  'case.reported': { roles: [...field, 'reviewer', 'observer'], from: 'new', to: 'reported' },
  'case.noted': { roles: [...field, 'reviewer', 'handler'], from: 'open' },
  'case.photoAdded': { roles: [...field, 'reviewer', 'handler'], from: 'open' },
  'case.filed': { roles: ['reviewer'], from: ['reported'], to: 'filed' },
  'case.dismissed': { roles: ['reviewer'], from: ['reported'], to: 'dismissed' },
  'case.merged': { roles: ['reviewer'], from: ['reported'], to: 'merged' },
  'case.claimed': { roles: ['handler'], from: ['filed'], to: 'dispatched' },
  'case.dispatched': { roles: ['reviewer'], from: ['filed'], to: 'dispatched' },
  'case.declined': { roles: ['handler'], from: ['dispatched'], to: 'filed' },
  'case.extensionAsked': { roles: ['handler'], from: ['dispatched'] },
  'case.extensionDecided': { roles: ['reviewer'], from: ['dispatched'] },
  'case.suspended': { roles: ['reviewer'], from: ['dispatched'], to: 'suspended' },
  'case.resumed': { roles: ['reviewer'], from: ['suspended'], to: 'dispatched' },
  'case.declared': { roles: ['handler'], from: ['dispatched'], to: 'declared' },
  'case.reworked': { roles: [...field, 'reviewer'], from: ['declared'], to: 'dispatched' },
  'case.accepted': { roles: [...field, 'reviewer'], from: ['declared'], to: 'accepted' },
  'case.closed': { roles: ['reviewer'], from: ['accepted'], to: 'closed' },
  'case.reopened': { roles: [...field, 'reviewer'], from: ['closed'], to: 'filed' },
  'case.listed': { roles: ['reviewer'], from: 'open' },
  'case.unlisted': { roles: ['reviewer'], from: 'open' },
  'case.handedOver': { roles: ['patroller', 'reviewer'], from: 'open' },
} as const satisfies Record<string, Rule>;

export const mayHappen = (rule: Rule, state: CaseState | null): boolean => {
  if (rule.from === 'new') return state === null;
  if (state === null) return false;
  return rule.from === 'open' ? !finals.includes(state) : rule.from.includes(state);
};
