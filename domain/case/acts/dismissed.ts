import { caseAct } from '#domain/case/case-act.ts';

/** 不予立案: with the reason, which the reporter reads. */
export const dismissed = caseAct({
  type: 'case.dismissed',
  body: ({ object, requiredText }) => object({ text: requiredText }),
  roles: ['reviewer'],
  from: ['reported'],
  to: 'dismissed',
  needs: { text: 'required', photos: 'none' },
  effects: [
    { apply: (current, { event }) => ({ ...current!, state: 'dismissed', dismissReason: event.body.text }) },
  ],
});
