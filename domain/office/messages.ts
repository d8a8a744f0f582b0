/**
 * The messages between the admin desk and the server. They are not part of the sync protocol: both come from one version of
 * the product, and a desk page that is older than its server asks for a reload.
 */
import * as v from 'valibot';
import { answerMeta } from '#domain/protocol/answer.ts';
import { ownDeviceSchema } from '#domain/protocol/devices.ts';
import { referenceKinds, type ReferenceKind } from '#domain/reference/reference.ts';
import { actorIdSchema } from '#domain/ledger/ids.ts';
import { scopeCodeSchema } from '#domain/place/area.ts';
import { nameSchema } from '#domain/reference/row-fields.ts';
import { MAX_SCOPE } from './office-person.ts';
import { problemSchema } from './problem.ts';

const kindSchema = v.picklist(referenceKinds as readonly [ReferenceKind, ...ReferenceKind[]]);

/** `seq` is the version of the row: each edit raises it. */
const rowSchema = v.object({ id: v.string(), seq: v.number(), value: v.unknown() });
export type OfficeRow = v.InferOutput<typeof rowSchema>;
/** GET /api/office/rows/{kind} */
export const rowsAnswerSchema = v.object({ ...answerMeta, rows: v.array(rowSchema) });

/** `seq`: the version that the editor read; null for a new row. */
export const editSchema = v.object({
  kind: kindSchema,
  id: v.pipe(v.string(), v.maxLength(64)),
  value: v.unknown(),
  seq: v.nullable(v.number()),
});
export type Edit = v.InferOutput<typeof editSchema>;
export const MAX_EDITS = 500;
/** POST /api/office/edits */
export const editsRequestSchema = v.object({ edits: v.pipe(v.array(editSchema), v.maxLength(MAX_EDITS)) });
/** With problems nothing was written. `index`: the edit. */
export const editsAnswerSchema = v.object({
  ...answerMeta,
  problems: v.array(v.object({ index: v.number(), ...problemSchema.entries })),
  rows: v.array(rowSchema),
});
export type EditsAnswer = v.InferOutput<typeof editsAnswerSchema>;

/** The kinds that an office imports from files. */
export const importKinds = ['area', 'grid', 'unit', 'person', 'place', 'hazardKind', 'calendar'] as const;
export type ImportKind = (typeof importKinds)[number];

export const outcomes = ['new', 'changed', 'same', 'wrong'] as const;
export type Outcome = (typeof outcomes)[number];

const plannedRowSchema = v.object({
  /** The number of the row in the file, as a spreadsheet shows it; of the feature in a GeoJSON file, from 1. */
  row: v.number(),
  outcome: v.picklist(outcomes),
  /** The cells of the known columns, in the order of `columns`. */
  cells: v.array(v.string()),
  /** With `changed`: the fields that change. */
  changes: v.array(v.object({ field: v.string(), before: v.string(), after: v.string() })),
  /** `column`: the letter of the column, such as D; null for a problem of the whole row or of a shape. */
  problems: v.array(v.object({ column: v.nullable(v.string()), ...problemSchema.entries })),
  /** What the office should look at; it does not stop the import. */
  notes: v.optional(v.array(v.object({ column: v.nullable(v.string()), ...problemSchema.entries }))),
});
export type PlannedRow = v.InferOutput<typeof plannedRowSchema>;

/** Why a file as a whole cannot be imported. */
export const fileFaults = [
  'empty',
  'tooLarge',
  'tooManyRows',
  'tooManyColumns',
  'tooManyPoints',
  'unknownFormat',
  'oldExcel',
  'encrypted',
  'damaged',
  'badEncoding',
  'noColumns',
  'notGeoJson',
  'otherDatum',
  'tookTooLong',
] as const;
export type FileFault = (typeof fileFaults)[number];

/**
 * POST /api/office/imports/{kind}?name=…[&datum=…]: the file is the body. Nothing is written. `hash` is the SHA-256 of the file,
 * `plan` of what would be written: the commit names both.
 */
export const previewAnswerSchema = v.object({
  ...answerMeta,
  fault: v.nullable(v.object({ code: v.picklist(fileFaults), text: v.optional(v.string()) })),
  hash: v.string(),
  plan: v.string(),
  /** Such as the name of the sheet. */
  sheet: v.nullable(v.string()),
  columns: v.array(v.object({ column: v.string(), field: v.string(), title: v.string() })),
  /** Titles of columns that the import does not know. */
  ignored: v.array(v.string()),
  counts: v.object({ new: v.number(), changed: v.number(), same: v.number(), wrong: v.number() }),
  /** Wrong rows first, then changed, then new; at most `MAX_PLANNED_ROWS`. */
  rows: v.array(plannedRowSchema),
});
export type Preview = v.InferOutput<typeof previewAnswerSchema>;
export const MAX_PLANNED_ROWS = 1000;

/**
 * POST /api/office/imports/{kind}/commit?name=…&hash=…&plan=…&leaveOut=0|1: the same file again. Refused as `planChanged` if the file
 * or the data differ from the preview, and with wrong rows unless `leaveOut`.
 */
export const commitAnswerSchema = v.object({
  ...answerMeta,
  written: v.number(),
  /** The ids of new rows, such as of the people to enrol. */
  created: v.array(v.string()),
});

/**
 * GET /api/office/scope-size?scope=330199001,330199002: what a phone with this scope receives. `bytes`: the cases in it and the
 * reference data of the region. Photos are fetched when a person looks at them.
 */
export const scopeSizeRequestSchema = v.object({
  scope: v.pipe(v.array(scopeCodeSchema), v.maxLength(MAX_SCOPE)),
});
export const scopeSizeAnswerSchema = v.object({
  ...answerMeta,
  grids: v.number(),
  cases: v.number(),
  places: v.number(),
  photos: v.number(),
  bytes: v.number(),
});

/** GET /api/office/counts: how many rows each section has. Retired rows do not count. */
export const countsAnswerSchema = v.object({
  ...answerMeta,
  /** By reference kind; a kind without rows is absent. */
  kinds: v.record(v.string(), v.number()),
  devices: v.number(),
  /** The open ones. */
  deadLetters: v.number(),
});
export type OfficeCounts = v.InferOutput<typeof countsAnswerSchema>;

/** POST /api/office/codes: makes a code for each person; earlier codes of these people end. */
export const codesRequestSchema = v.object({
  people: v.pipe(v.array(actorIdSchema), v.minLength(1), v.maxLength(500)),
});
const codeSchema = v.object({
  person: v.nullable(actorIdSchema),
  /** Eight characters without look-alikes, as people read and type them: K7Q2-M9XD. */
  code: v.string(),
  /** The address with the code in its fragment. */
  link: v.string(),
  expiresAt: v.number(),
});
export type IssuedCode = v.InferOutput<typeof codeSchema>;
export const codesAnswerSchema = v.object({ ...answerMeta, codes: v.array(codeSchema) });

/** POST /api/office/observer-codes: one code for up to `cap` observers. */
export const observerCodeRequestSchema = v.object({
  scope: v.pipe(v.array(scopeCodeSchema), v.minLength(1), v.maxLength(50)),
  cap: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5000)),
  days: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(365)),
});

/** POST /api/office/passwords: the office sets the password of a person who has a user name. */
export const passwordRequestSchema = v.object({
  person: actorIdSchema,
  password: v.pipe(v.string(), v.minLength(8), v.maxLength(128)),
});
export const passwordAnswerSchema = v.object({ ...answerMeta, set: v.boolean() });

/** GET /api/office/devices */
export const devicesAnswerSchema = v.object({
  ...answerMeta,
  devices: v.array(v.object({ ...ownDeviceSchema.entries, person: actorIdSchema })),
});
export type DeviceLine = v.InferOutput<typeof devicesAnswerSchema>['devices'][number];

/** POST /api/office/devices/{device}/end: ends the session of the device. */
export const endedAnswerSchema = v.object({ ...answerMeta, ended: v.boolean() });

/** GET /api/office/audit?kind=&id=&by=&from=&to=&before=: the newest edits first; from and to are times, to not included. */
export const auditAnswerSchema = v.object({
  ...answerMeta,
  lines: v.array(
    v.object({
      seq: v.number(),
      /** A reference kind, or what else the office did: `code`, `session`, `recovery`. */
      kind: v.string(),
      id: v.string(),
      /** Null for the product itself. */
      by: v.nullable(v.string()),
      at: v.number(),
      before: v.unknown(),
      after: v.unknown(),
      /** The file of an import. */
      source: v.nullable(v.string()),
    }),
  ),
  more: v.boolean(),
});
export type AuditLine = v.InferOutput<typeof auditAnswerSchema>['lines'][number];

/** GET /api/office/progress: what the office has so far. Retired rows do not count. */
export const progressAnswerSchema = v.object({
  ...answerMeta,
  /** The name of the county; null until the office gave it. */
  county: v.nullable(nameSchema),
  grids: v.number(),
  units: v.number(),
  /** People other than the one who asks. */
  people: v.number(),
  places: v.number(),
  /** Devices of other people. */
  devices: v.number(),
  /** At most 1000: more are not counted. */
  cases: v.number(),
  /** The steps that the office skipped. */
  skipped: v.array(v.string()),
});
export type Progress = v.InferOutput<typeof progressAnswerSchema>;
