import { audienceOf, foldVersionOf, type Subject } from '#domain/subjects.ts';

/** The columns of a subject row that follow from the subject. */
export const subjectColumns = (subject: Subject) => {
  const audience = audienceOf(subject);
  const body = JSON.stringify(subject);
  return {
    audience: JSON.stringify(audience),
    body,
    fold: foldVersionOf(subject),
    grid: audience.gridScope,
    photos: subject.photos.length,
    bytes: body.length,
  };
};
