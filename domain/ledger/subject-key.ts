import type { SubjectRef } from './subject.ts';

export type SubjectKey = string;
export const subjectKey = ({ kind, id }: SubjectRef): SubjectKey => `${kind}:${id}`;
