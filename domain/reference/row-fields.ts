/** Fields that several kinds of reference data share. */
import * as v from 'valibot';

const line = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120));

/** A name in both languages. Where the office has only the Chinese one, both are equal. */
export const nameSchema = v.object({ zh: line, en: line });

/** The office withdrew the row. It stays, so that whatever names it still has a name; it is not offered any more. */
export const retired = v.optional(v.literal(true));

/** YYYY-MM-DD. */
export const daySchema = v.pipe(v.string(), v.isoDate());
