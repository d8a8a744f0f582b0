/**
 * The schemas from which kinds of subject build their bodies.
 *
 * A kind receives them as an argument and imports none: the patrol home folds cases, and must not download the validator
 * for it.
 */
import * as v from 'valibot';
import { gridCodeSchema } from '#domain/place/grid.ts';
import { positionSchema } from './geometry.ts';
import { MAX_TEXT } from './text.ts';

const text = v.pipe(v.string(), v.maxLength(MAX_TEXT));

export const schemas = {
  object: v.object,
  array: v.array,
  nullable: v.nullable,
  optional: v.optional,
  picklist: v.picklist,
  boolean: v.boolean,
  number: v.number,
  string: v.string,
  /** A string of this form. */
  pattern: (form: RegExp) => v.pipe(v.string(), v.regex(form)),
  /** What a person wrote, at most `MAX_TEXT` characters. */
  text,
  requiredText: v.pipe(text, v.minLength(1)),
  /** One line of a form. */
  line: v.pipe(v.string(), v.maxLength(120)),
  id: v.pipe(v.string(), v.maxLength(64)),
  position: positionSchema,
  gridCode: gridCodeSchema,
} as const;

export type Schemas = typeof schemas;
