import * as v from 'valibot';
import type { Role } from '#domain/ledger/roles.ts';
import { personSchema, type Person } from '#domain/people/person.ts';
import { daySchema } from '#domain/reference/row-fields.ts';
import { scopeCodeSchema } from '#domain/place/area.ts';

/** 3 to 30 letters, digits, dots, dashes or underscores, in lower case. */
export const usernameSchema = v.pipe(v.string(), v.regex(/^[a-z0-9_.-]{3,30}$/));
export const phoneSchema = v.pipe(v.string(), v.regex(/^\+?\d{5,15}$/));

/** The user name as it is stored: full-width letters become narrow, all letters small. */
const foldUsername = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

/** The user name that a text stands for; null if it is none. */
export const readUsername = (text: string): string | null => {
  const username = foldUsername(text);
  return v.is(usernameSchema, username) ? username : null;
};

/** The phone number that a text stands for, without spaces, dashes and brackets; null if it is none. */
export const readPhone = (text: string): string | null => {
  const phone = text.normalize('NFKC').replace(/[\s()-]/g, '');
  return v.is(phoneSchema, phone) ? phone : null;
};

/** The certificate of a licensed officer 执法人员. */
const certificateSchema = v.object({
  number: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(40)),
  validUntil: daySchema,
});

/** The most codes in the scope of a person. */
export const MAX_SCOPE = 200;

/** Such a person acts for a responsible unit, so each of them belongs to one. */
export const worksForUnit = (role: Role): boolean => role === 'handler';

/** Such a person may be a licensed officer. */
export const mayBeLicensed = (role: Role): boolean => role === 'inspector';

/** A person as the office has them. Phones receive less: `personOfOffice`. */
export const officePersonSchema = v.object({
  ...personSchema.entries,
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60)),
  scope: v.pipe(v.array(scopeCodeSchema), v.minLength(1), v.maxLength(MAX_SCOPE)),
  /** The natural key of an import. */
  phone: v.optional(v.nullable(phoneSchema)),
  /** Null until the person or the office chose one. */
  username: v.optional(v.nullable(usernameSchema)),
  certificate: v.optional(v.nullable(certificateSchema)),
});
export type OfficePerson = v.InferOutput<typeof officePersonSchema>;

/** The part that phones receive. */
export const personOfOffice = ({ id, name, role, region, scope, unit, retired }: OfficePerson): Person => ({
  id,
  name,
  role,
  region,
  scope: [...scope],
  ...(unit ? { unit } : {}),
  ...(retired ? { retired } : {}),
});
