/** Compares a stored value with the one of a file. */
import type { PlannedRow } from '#domain/office/messages.ts';
import type { OfficeView } from '#domain/office/office-kinds.ts';

/** With sorted keys, and without fields that have no value: an absent one and null are the same. */
export const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, it]) => it !== null && it !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, it]) => [key, canonical(it)]),
  );
};

const textOf = (value: unknown): string => JSON.stringify(canonical(value)) ?? '';

export const isEqual = (a: unknown, b: unknown): boolean => textOf(a) === textOf(b);

const MAX_SHOWN = 200;

const shown = (field: string, value: unknown, view: OfficeView): string => {
  if (value === null || value === undefined) return '';
  if (field === 'unit') return view.get('unit', String(value))?.name.zh ?? String(value);
  if (Array.isArray(value) && value.every((it) => typeof it === 'string')) return value.join(' ');
  if (typeof value !== 'object') return String(value);
  const parts = value as Readonly<Record<string, unknown>>;
  if (typeof parts['zh'] === 'string')
    return parts['en'] === parts['zh'] ? parts['zh'] : `${parts['zh']} / ${String(parts['en'])}`;
  const isFlat = !Array.isArray(value) && Object.values(parts).every((it) => typeof it !== 'object');
  const text = isFlat ? Object.values(parts).join(' ') : textOf(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
};

/** The fields that differ, as people read them. */
export const changesOf = (before: object, after: object, view: OfficeView): PlannedRow['changes'] => {
  const [old, young] = [before, after] as readonly Readonly<Record<string, unknown>>[];
  return [...new Set([...Object.keys(old!), ...Object.keys(young!)])].flatMap((field) =>
    isEqual(old![field], young![field])
      ? []
      : { field, before: shown(field, old![field], view), after: shown(field, young![field], view) },
  );
};
