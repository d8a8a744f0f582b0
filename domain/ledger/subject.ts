import * as v from 'valibot';
import { uuidSchema } from './ids.ts';

/** What an event is about. A kind that this version does not know is readable as a reference all the same. */
export const subjectRefSchema = v.object({
  kind: v.pipe(v.string(), v.regex(/^[a-z][A-Za-z]{0,31}$/)),
  id: uuidSchema,
});
export type SubjectRef = v.InferOutput<typeof subjectRefSchema>;
