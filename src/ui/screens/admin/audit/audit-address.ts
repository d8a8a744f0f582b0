/** The filters of the audit as they stand in the address: `?kind=&id=&by=&from=&to=`, days as YYYY-MM-DD. */
import type { AuditQuery } from '#ui/state/office/office.ts';

export type AuditFilters = {
  readonly kind: string;
  readonly id: string;
  readonly by: string;
  readonly from: string;
  readonly to: string;
};

const names = ['kind', 'id', 'by', 'from', 'to'] as const;

export const readFilters = (query: string): AuditFilters => {
  const read = new URLSearchParams(query);
  return Object.fromEntries(names.map((name) => [name, read.get(name) ?? ''])) as AuditFilters;
};

export const filtersHref = (filters: AuditFilters): string => {
  const query = new URLSearchParams(names.flatMap((name) => (filters[name] ? [[name, filters[name]]] : [])));
  return `/admin/audit${query.size > 0 ? `?${query.toString()}` : ''}`;
};

const startOf = (day: string, plus = 0): number => {
  const at = new Date(`${day}T00:00`);
  return at.setDate(at.getDate() + plus);
};

/** Both days count whole, on the clock of this device. */
export const queryOf = ({ kind, id, by, from, to }: AuditFilters): AuditQuery => ({
  ...(kind ? { kind } : {}),
  ...(id ? { id } : {}),
  ...(by ? { by } : {}),
  ...(from ? { from: startOf(from) } : {}),
  ...(to ? { to: startOf(to, 1) } : {}),
});
