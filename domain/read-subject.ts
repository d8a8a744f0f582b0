import * as v from 'valibot';
import { schemas } from './base/schemas.ts';
import { subjectRefSchema } from './ledger/subject.ts';
import { subjectModules, type Subject } from './subjects.ts';

const schemasByKind = new Map<string, v.GenericSchema>(
  subjectModules.map(({ kind, schema }) => [kind, schema(schemas)]),
);

/** A pulled or stored subject; null for a kind or a form that this version does not read. */
export const readSubject = (raw: unknown): Subject | null => {
  if (!v.is(subjectRefSchema, raw)) return null;
  const schema = schemasByKind.get(raw.kind);
  return schema && v.is(schema, raw) ? (raw as Subject) : null;
};
