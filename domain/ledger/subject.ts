import * as v from 'valibot';
import { uuidSchema } from './ids.ts';

export const subjectKinds = ['case', 'inspection', 'patrol', 'order'] as const;
export type SubjectKind = (typeof subjectKinds)[number];

/** What an event is about. Ledger, push, pull and rebase know subjects only; each kind brings its own fold. */
export const subjectRefSchema = v.object({ kind: v.picklist(subjectKinds), id: uuidSchema });
export type SubjectRef = v.InferOutput<typeof subjectRefSchema>;
