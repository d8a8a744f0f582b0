import { caseAct } from '#domain/case/case-act.ts';
import { stateOnly } from '#domain/ledger/act.ts';

/** 立案: the office takes the case on. */
export const filed = caseAct({
  type: 'case.filed',
  body: ({ object, text }) => object({ text }),
  roles: ['reviewer'],
  from: ['reported'],
  to: 'filed',
  needs: { text: 'optional', photos: 'none' },
  effects: [stateOnly('filed')],
});
