/** The reference data that ships: a region begins with it. */
import { shippedCalendars } from '#domain/calendar/shipped-calendars.ts';
import { shippedHazardKinds } from '#domain/catalogue/shipped-hazard-kinds.ts';
import { SETTINGS_ID, shippedSettings } from '#domain/office/settings.ts';
import type { ReferenceKind } from '#domain/reference/reference.ts';

type Row = { readonly kind: ReferenceKind; readonly id: string; readonly value: unknown };

export const shippedCatalogue: readonly Row[] = shippedHazardKinds.map((value) => ({
  kind: 'hazardKind',
  id: value.code,
  value,
}));

/** Calendars and settings. Until the office gives its name, the code of the region stands for it. */
export const shippedOffice = (region: string): readonly Row[] => [
  ...shippedCalendars.map((value) => ({ kind: 'calendar' as const, id: String(value.year), value })),
  { kind: 'settings', id: SETTINGS_ID, value: shippedSettings({ zh: region, en: region }) },
];
