/**
 * The kinds of rows that the office edits. Each is one line here, with its schema and its checks.
 *
 * Promises: a row without problems may be written as it is. The checks read other rows only through `OfficeView`.
 */
import * as v from 'valibot';
import { calendarSchema, type Calendar } from '#domain/calendar/calendar.ts';
import { isDay } from '#domain/calendar/days.ts';
import { hazardKindSchema, type HazardKind } from '#domain/catalogue/hazard-kinds.ts';
import { unitSchema, type Unit } from '#domain/people/unit.ts';
import { areaSchema, type Area } from '#domain/place/area.ts';
import { gridContains, gridSchema, type Grid } from '#domain/place/grid.ts';
import { placeSchema, type Place } from '#domain/place/place.ts';
import type { ReferenceKind } from '#domain/reference/reference.ts';
import { officePersonSchema, worksForUnit, type OfficePerson } from './office-person.ts';
import type { Problem, ProblemCode } from './problem.ts';
import { indexOf } from './view-index.ts';
import { settingsSchema, SETTINGS_ID, type Settings } from './settings.ts';

export type OfficeValues = {
  hazardKind: HazardKind;
  grid: Grid;
  place: Place;
  person: OfficePerson;
  unit: Unit;
  area: Area;
  calendar: Calendar;
  settings: Settings;
};

/** The rows of a region as they are after the edits that are being checked. They do not change while the view is used. */
export type OfficeView = {
  readonly region: string;
  readonly get: <K extends ReferenceKind>(kind: K, id: string) => OfficeValues[K] | undefined;
  readonly all: <K extends ReferenceKind>(kind: K) => readonly OfficeValues[K][];
};

export type OfficeKind<K extends ReferenceKind> = {
  readonly schema: v.GenericSchema<unknown, OfficeValues[K]>;
  readonly idOf: (value: OfficeValues[K]) => string;
  readonly check: (value: OfficeValues[K], view: OfficeView) => readonly Problem[];
};

const problem = (field: string, code: ProblemCode, text?: string): Problem =>
  text === undefined ? { field, code } : { field, code, text };

const when = (isWrong: boolean, ...found: Parameters<typeof problem>): readonly Problem[] =>
  isWrong ? [problem(...found)] : [];

/** A scope is known if it is the county or contains a grid that is not retired. */
const scopeProblems = (scope: readonly string[], view: OfficeView): readonly Problem[] =>
  scope.flatMap((code) =>
    code.startsWith(view.region)
      ? when(code !== view.region && !indexOf(view).scopes.has(code), 'scope', 'unknownScope', code)
      : [problem('scope', 'otherCounty', code)],
  );

const hazardProblems = (codes: readonly string[], { get }: OfficeView): readonly Problem[] =>
  codes.flatMap((code) => when(!get('hazardKind', code), 'hazards', 'unknownHazard', code));

const isFree = (value: OfficePerson, view: OfficeView, field: 'phone' | 'username'): boolean => {
  const owners = indexOf(view)[field].get(value[field] ?? '') ?? [];
  return owners.every((id) => id === value.id);
};

const checkPerson = (value: OfficePerson, view: OfficeView): readonly Problem[] => [
  ...when(value.region !== view.region, 'region', 'otherCounty', value.region),
  ...(value.retired ? [] : scopeProblems(value.scope, view)),
  ...when(worksForUnit(value.role) && !value.unit, 'unit', 'unitNeeded'),
  ...when(!!value.unit && !view.get('unit', value.unit), 'unit', 'unknownUnit', value.unit ?? ''),
  ...when(!isFree(value, view, 'phone'), 'phone', 'exists', value.phone ?? ''),
  ...when(!isFree(value, view, 'username'), 'username', 'userNameTaken', value.username ?? ''),
  ...when(!indexOf(view).hasAdmin, 'role', 'lastAdmin'),
];

const checkPlace = (value: Place, view: OfficeView): readonly Problem[] => {
  const grid = view.get('grid', value.grid);
  if (!grid) return [problem('grid', 'unknownGrid', value.grid)];
  return when(!value.retired && !gridContains(grid, value.position), 'position', 'otherGrid', grid.code);
};

/** Words in both languages, a limit of whole units, and one suggested unit for a scope of the county. */
const checkHazardKind = (kind: HazardKind, { region, get }: OfficeView): readonly Problem[] => {
  const { zh, en, short, limit, units = [] } = kind;
  const words = { zh, en, 'short.zh': short.zh, 'short.en': short.en };
  const scopes = units.map(({ scope }) => scope);
  return [
    ...Object.entries(words).flatMap(([field, text]) => when(text.trim() === '', field, 'missing')),
    ...when(
      !Number.isInteger(limit.amount) || limit.amount < 1 || limit.amount > 999,
      'limit.amount',
      'badNumber',
      String(limit.amount),
    ),
    ...units.flatMap(({ scope, unit }, at) => [
      ...when(!scope.startsWith(region), `units.${at}`, 'otherCounty', scope),
      ...when(!get('unit', unit), `units.${at}`, 'unknownUnit', unit),
      ...when(scopes.indexOf(scope) !== at, `units.${at}`, 'twice', String(scopes.indexOf(scope) + 1)),
    ]),
  ];
};

/** Every day exists and is of the year; none is both off and a working day. */
const checkCalendar = ({ year, off, work, coveredUntil }: Calendar): readonly Problem[] => {
  const isWrong = (day: string): boolean => !isDay(day) || !day.startsWith(`${year}-`);
  return [
    ...off.flatMap((day) => when(isWrong(day), 'off', 'badDay', day)),
    ...work.flatMap((day) => when(isWrong(day) || off.includes(day), 'work', 'badDay', day)),
    ...when(isWrong(coveredUntil), 'coveredUntil', 'badDay', coveredUntil),
  ];
};

/** The parts of a day follow one another; the rows of the table of approvals differ and name known kinds. */
const checkSettings = ({ workingHours, approvals }: Settings, view: OfficeView): readonly Problem[] => {
  const times = workingHours.flatMap(({ from, to }) => [from, to]);
  const isInOrder = times.every((time, at) => at === 0 || times[at - 1]! < time);
  const keys = approvals.map(({ what, hazard = '', fromTime, fromCases }) =>
    [what, hazard, fromTime, fromCases].join(' '),
  );
  return [
    ...when(!isInOrder, 'workingHours', 'badForm'),
    ...keys.flatMap((key, at) =>
      when(keys.indexOf(key) !== at, `approvals.${at}`, 'twice', String(keys.indexOf(key) + 1)),
    ),
    ...approvals.flatMap(({ hazard }, at) =>
      when(!!hazard && !view.get('hazardKind', hazard), `approvals.${at}`, 'unknownHazard', hazard),
    ),
  ];
};

export const officeKinds: { readonly [K in ReferenceKind]: OfficeKind<K> } = {
  hazardKind: {
    schema: hazardKindSchema,
    idOf: ({ code }) => code,
    check: checkHazardKind,
  },
  grid: {
    schema: gridSchema,
    idOf: ({ code }) => code,
    check: ({ code }, { region }) => when(!code.startsWith(region), 'code', 'otherCounty', code),
  },
  place: { schema: placeSchema, idOf: ({ id }) => id, check: checkPlace },
  person: { schema: officePersonSchema, idOf: ({ id }) => id, check: checkPerson },
  unit: {
    schema: unitSchema,
    idOf: ({ id }) => id,
    check: ({ scope, hazards }, view) => [...scopeProblems(scope, view), ...hazardProblems(hazards, view)],
  },
  area: {
    schema: areaSchema,
    idOf: ({ code }) => code,
    check: ({ code }, { region }) => when(!code.startsWith(region), 'code', 'otherCounty', code),
  },
  calendar: {
    schema: calendarSchema,
    idOf: ({ year }) => String(year),
    check: checkCalendar,
  },
  settings: { schema: settingsSchema, idOf: () => SETTINGS_ID, check: checkSettings },
};

/** Reads a value of a kind. Every part that has a wrong form is a problem with its field. */
export const parseOfficeValue = <K extends ReferenceKind>(
  kind: K,
  value: unknown,
): { readonly value: OfficeValues[K] } | { readonly problems: readonly Problem[] } => {
  const parsed = v.safeParse(officeKinds[kind].schema, value);
  if (parsed.success) return { value: parsed.output };
  return {
    problems: parsed.issues.map((issue) =>
      problem(
        issue.path?.map((item) => String(item.key)).join('.') ?? '',
        issue.received === 'undefined' || issue.received === 'null' || issue.received === '""'
          ? 'missing'
          : issue.type === 'max_length'
            ? 'tooLong'
            : 'badForm',
        typeof issue.input === 'string' ? issue.input.slice(0, 60) : '',
      ),
    ),
  };
};
