/** What a line of the audit says: names instead of ids where they are known. */
import type { HazardKind } from '#domain/catalogue/hazard-kinds.ts';
import type { AuditLine } from '#domain/office/messages.ts';
import { differences, listDifference, type Difference } from '#domain/office/difference.ts';
import { unitMessages } from '#ui/i18n/admin/units.ts';
import { placeMessages } from '#ui/i18n/place-facts.ts';
import { auditMessages } from '#ui/i18n/admin/audit.ts';
import { exactTime } from '#ui/i18n/format.ts';
import { hazardMessages, limitText } from '#ui/i18n/admin/hazards.ts';
import { language, named, t } from '#ui/i18n/messages.ts';
import { approvalText, hoursText } from '#ui/screens/admin/settings/settings-text.ts';
import type { Approval } from '#domain/office/settings.ts';

/** The choices of units and places, in words. No two of them share a name with another meaning. */
const valueWords = (): Readonly<Record<string, string>> => {
  const { kinds, compounds, risks } = placeMessages();
  return { ...unitMessages().kinds, ...kinds, ...compounds, ...risks };
};

/** Names by id. Undefined for an unknown id. */
export type Names = {
  readonly person: (id: string) => string | undefined;
  readonly unit: (id: string) => string | undefined;
  readonly grid: (code: string) => string | undefined;
  readonly hazard: (code: string) => string | undefined;
};

type Value = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Value =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export type Action = 'added' | 'changed' | 'retired' | 'restored' | 'removed';

/** Null for what the office did besides edits of rows. */
export const actionOf = ({ before, after }: Pick<AuditLine, 'before' | 'after'>): Action => {
  if (!isRecord(after)) return 'removed';
  if (!isRecord(before)) return 'added';
  if (after['retired'] === before['retired']) return 'changed';
  return after['retired'] ? 'retired' : 'restored';
};

/** The sections in which a row of a kind can be opened. */
const sections: Readonly<Record<string, string>> = {
  person: 'people',
  unit: 'units',
  grid: 'grids',
  area: 'grids',
  place: 'places',
  hazardKind: 'hazards',
  calendar: 'calendar',
  settings: 'settings',
};
export const isOfRow = ({ kind }: Pick<AuditLine, 'kind'>): boolean => kind in sections;
export const rowHref = ({ kind, id }: Pick<AuditLine, 'kind' | 'id'>): string | null => {
  const section = sections[kind];
  if (section === undefined) return null;
  return kind === 'settings' ? `/admin/${section}` : `/admin/${section}/${encodeURIComponent(id)}`;
};

const isBoth = (value: unknown): value is { zh: string; en: string } =>
  isRecord(value) && typeof value['zh'] === 'string' && typeof value['en'] === 'string';

/** The name of the row: of its newest version that has one. Of another action, the person or the role that it is about. */
export const rowName = (line: Pick<AuditLine, 'kind' | 'id' | 'before' | 'after'>, names: Names): string => {
  if (line.kind === 'settings') return '';
  for (const value of [line.after, line.before]) {
    if (!isRecord(value)) continue;
    if (typeof value['name'] === 'string') return value['name'];
    if (isBoth(value['name']))
      return `${named(value['name'])} ${line.kind === 'place' ? '' : codeOf(line)}`.trim();
    if (isBoth(value)) return `${line.id} ${named(value)}`;
  }
  const person =
    isRecord(line.after) && typeof line.after['person'] === 'string' ? line.after['person'] : line.id;
  const role = (t().roles as Readonly<Record<string, string>>)[line.id];
  return names.person(person) ?? role ?? (isOfRow(line) ? line.id : '');
};
const codeOf = ({ kind, id }: Pick<AuditLine, 'kind' | 'id'>): string => (kind === 'unit' ? '' : id);

export const fieldName = (path: string): string => {
  const fields = auditMessages().fields;
  return fields[path] ?? fields[path.split('.')[0]!] ?? path.replace(/^attributes\./, '');
};

const itemText = (path: string, item: unknown, names: Names): string => {
  if (path === 'approvals') return approvalText(item as Approval, names.hazard);
  if (path === 'workingHours') return hoursText(item as { from: string; to: string });
  if (isRecord(item) && typeof item['scope'] === 'string' && typeof item['unit'] === 'string')
    return `${names.grid(item['scope']) ?? item['scope']}: ${names.unit(item['unit']) ?? item['unit']}`;
  if (typeof item !== 'string') return JSON.stringify(item);
  if (path === 'scope') return names.grid(item) ?? item;
  return path === 'hazards' ? (names.hazard(item) ?? item) : item;
};

/** Fields of several parts that are told in one line. */
const whole = ['limit', 'position', 'name', 'office', 'short', 'contact', 'certificate'];

const partsText = (path: string, value: Value): string => {
  if (path === 'limit') return limitText(value as HazardKind['limit']);
  const parts = Object.values(value).filter((part) => part !== '');
  return [...new Set(parts)].join(isBoth(value) ? ' / ' : ', ');
};

/** One value of a field in words. */
export const valueText = (path: string, value: unknown, names: Names): string => {
  if (value === undefined || value === '') return auditMessages().nothing;
  if (value === true) return auditMessages().yes;
  if (typeof value === 'number') {
    if (path === 'expiresAt') return exactTime(value);
    return /Limits\./.test(path) ? auditMessages().minutes(value) : String(value);
  }
  if (Array.isArray(value)) {
    if (path === 'polygon' || path === 'more') return auditMessages().points(value.flat(Infinity).length / 2);
    return value.map((item) => itemText(path, item, names)).join(language() === 'zh' ? '、' : ', ');
  }
  if (isRecord(value)) return whole.includes(path) ? partsText(path, value) : JSON.stringify(value);
  if (typeof value !== 'string') return JSON.stringify(value);
  switch (path) {
    case 'role':
      return (t().roles as Readonly<Record<string, string>>)[value] ?? value;
    case 'severity':
      return (t().severities as Readonly<Record<string, string>>)[value] ?? value;
    case 'family':
      return (hazardMessages().families as Readonly<Record<string, string>>)[value] ?? value;
    case 'kind':
    case 'compound':
    case 'risk':
      return valueWords()[value] ?? value;
    case 'unit':
      return names.unit(value) ?? value;
    case 'grid':
      return names.grid(value) ?? value;
    default:
      return value;
  }
};

export type Change = { readonly field: string; readonly before: string; readonly after: string };

/** Of a list, what came and what went; of another field, both values. */
const changeOf = ({ path, before, after }: Difference, names: Names): Change => {
  const field = fieldName(path);
  const isList = Array.isArray(before) && Array.isArray(after) && path !== 'polygon' && path !== 'more';
  if (!isList) return { field, before: valueText(path, before, names), after: valueText(path, after, names) };
  // Empty: nothing of the kind.
  const { removed, added } = listDifference(before, after);
  return { field, before: valueText(path, removed, names), after: valueText(path, added, names) };
};

/** What is told by the line itself: ids, and that it was retired. */
const told: readonly string[] = ['id', 'retired', 'region', 'person'];

/** The fields that differ, in words. */
export const changesOf = (line: Pick<AuditLine, 'before' | 'after'>, names: Names): readonly Change[] =>
  differences(line.before, line.after, whole)
    .filter(({ path }) => !told.includes(path))
    .map((it) => changeOf(it, names));
