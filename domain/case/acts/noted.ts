import { addPhotos, caseAct } from '#domain/case/case-act.ts';

/** 备注: a text, with or without photos. */
export const noted = caseAct({
  type: 'case.noted',
  body: ({ object, requiredText }) => object({ text: requiredText }),
  roles: ['patroller', 'inspector', 'reviewer', 'handler'],
  from: 'open',
  needs: { text: 'required', photos: 'optional' },
  effects: [addPhotos],
});
