/** What is wrong with a row that the office wants to write. */
import * as v from 'valibot';

export const problemCodes = [
  /** The field is missing or has another form than its kind says. */
  'missing',
  'badForm',
  /** A spreadsheet changed a long number: 3.30199E+14. */
  'scientific',
  'badNumber',
  'badDay',
  'badChoice',
  'tooLong',
  /** The row was edited since the editor read it. */
  'changedMeanwhile',
  /** A row with this id or natural key exists, or is twice in the file. */
  'exists',
  'twice',
  'otherCounty',
  'roleNotAllowed',
  'userNameTaken',
  'unknownUnit',
  'unknownGrid',
  'unknownScope',
  'unknownHazard',
  'unknownPerson',
  'unitNeeded',
  'lastAdmin',
  'inUse',
  /** Positions and shapes. */
  'outsideGrids',
  'otherGrid',
  'notOnEarth',
  'ringOpen',
  'ringTooShort',
  'selfCrossing',
  'overlap',
  'gap',
  'sameShape',
] as const;
export type ProblemCode = (typeof problemCodes)[number];

export const problemSchema = v.object({
  /** The field of the value, such as `scope`; empty for the whole row. */
  field: v.string(),
  code: v.picklist(problemCodes),
  /** What the message names: the wrong text, another row. */
  text: v.optional(v.string()),
});
export type Problem = v.InferOutput<typeof problemSchema>;
