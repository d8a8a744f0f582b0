import { addPhotos, caseAct } from '#domain/case/case-act.ts';

/** 补充照片: at least one photo, with or without text. */
export const photoAdded = caseAct({
  type: 'case.photoAdded',
  body: ({ object, text }) => object({ text }),
  roles: ['patroller', 'inspector', 'reviewer', 'handler'],
  from: 'open',
  needs: { text: 'optional', photos: 'required' },
  effects: [addPhotos],
});
