import * as v from 'valibot';
import { roleSchema } from '#domain/ledger/roles.ts';
import { nameSchema } from '#domain/reference/row-fields.ts';

const clockTime = v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/));
const minutes = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000));

export const stages = ['filing', 'dispatch', 'signFor', 'verification'] as const;
export const approvals = ['extension', 'return', 'suspension'] as const;

/** A row of the table of approvals: who decides what a unit asks for. No row: it takes effect at once. */
const approvalSchema = v.object({
  what: v.picklist(approvals),
  /** A hazard kind; absent for all. */
  hazard: v.optional(v.pipe(v.string(), v.maxLength(8))),
  /** From this time on that it is asked for one case; 1 is the first. */
  fromTime: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(99)),
  /** From this number of cases in one request on. */
  fromCases: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(9999)),
  role: roleSchema,
});
export type Approval = v.InferOutput<typeof approvalSchema>;

/** The settings of a region, one row with the id `office`. Time limits of the stages are working minutes. */
export const settingsSchema = v.object({
  office: nameSchema,
  timeZone: v.pipe(v.string(), v.maxLength(60)),
  /** The parts of a working day, in order. */
  workingHours: v.pipe(v.array(v.object({ from: clockTime, to: clockTime })), v.minLength(1), v.maxLength(4)),
  stageLimits: v.object({ filing: minutes, dispatch: minutes, signFor: minutes, verification: minutes }),
  /** For hazard kinds whose limit is in urgent hours. */
  urgentLimits: v.object({ filing: minutes, dispatch: minutes, signFor: minutes, verification: minutes }),
  approvals: v.pipe(v.array(approvalSchema), v.maxLength(100)),
  /** 退单次数: after so many bounces a reviewer may make a final dispatch. */
  finalDispatchAfter: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(99)),
  /** 备案号: the filing number of the app. Empty: not filed. */
  filingNumber: v.pipe(v.string(), v.maxLength(60)),
  /** How people complain or give feedback: a text with a phone number or an address. */
  feedback: v.pipe(v.string(), v.maxLength(300)),
  /** Steps of the first start that the office skipped. */
  skipped: v.optional(v.array(v.pipe(v.string(), v.maxLength(20)))),
});
export type Settings = v.InferOutput<typeof settingsSchema>;

export const SETTINGS_ID = 'office';

/** The settings with which a region begins (DOMAIN: time limits). */
export const shippedSettings = (office: Settings['office']): Settings => ({
  office,
  timeZone: 'Asia/Shanghai',
  workingHours: [
    { from: '08:30', to: '12:00' },
    { from: '13:30', to: '17:00' },
  ],
  stageLimits: { filing: 30, dispatch: 30, signFor: 60, verification: 120 },
  urgentLimits: { filing: 10, dispatch: 10, signFor: 60, verification: 120 },
  approvals: [
    { what: 'extension', fromTime: 1, fromCases: 1, role: 'reviewer' },
    { what: 'return', fromTime: 1, fromCases: 1, role: 'reviewer' },
    { what: 'suspension', fromTime: 1, fromCases: 1, role: 'reviewer' },
  ],
  finalDispatchAfter: 2,
  filingNumber: '',
  feedback: '',
});
