import type { HazardCode } from '#domain/catalogue/hazard-kinds.ts';
import type { Place } from '#domain/place/place.ts';

/** How often and where one hazard kind is reported. */
export type Habit = {
  readonly code: HazardCode;
  readonly weight: number;
  readonly places: readonly Place['kind'][];
  /** Inside a building: the report names a floor, and sometimes has no position. */
  readonly isIndoors: boolean;
  /** Inspectors report mainly these kinds, which are on their checklists. */
  readonly isChecked: boolean;
};

const habit = (
  code: HazardCode,
  weight: number,
  places: readonly Place['kind'][],
  traits: readonly ('indoors' | 'checked')[] = [],
): Habit => ({
  code,
  weight,
  places,
  isIndoors: traits.includes('indoors'),
  isChecked: traits.includes('checked'),
});

export const habits: readonly Habit[] = [
  habit('EB01', 27, ['compound', 'compound', 'dormitory'], ['indoors']),
  habit('EB02', 25, ['compound']),
  habit('EB03', 20, ['compound', 'dormitory'], ['indoors']),
  habit('EB04', 11, ['compound', 'dormitory'], ['indoors']),
  habit('EB05', 10, ['shed'], ['checked']),
  habit('EB06', 12, ['ebikePoint'], ['checked']),
  habit('GC01', 11, ['restaurant'], ['indoors', 'checked']),
  habit('GC02', 8, ['restaurant', 'workshop'], ['indoors', 'checked']),
  habit('GC03', 15, ['restaurant'], ['indoors', 'checked']),
  habit('GC04', 10, ['restaurant'], ['indoors', 'checked']),
  habit('GC05', 10, ['restaurant'], ['indoors', 'checked']),
  habit('GC06', 8, ['restaurant'], ['indoors', 'checked']),
  habit('GC07', 10, ['restaurant'], ['indoors', 'checked']),
  habit('WA01', 16, ['wastePoint', 'checkpoint']),
  habit('WA02', 10, ['compound', 'checkpoint']),
  habit('WA03', 8, ['checkpoint', 'workshop']),
  habit('WA04', 13, ['restaurant']),
  habit('WA05', 15, ['compound'], ['indoors']),
  habit('WA06', 12, ['wastePoint']),
  habit('FS01', 10, ['compound']),
  habit('HW01', 8, ['weldingMachine', 'workshop'], ['checked']),
  habit('HS01', 6, ['shed'], ['checked']),
  habit('DM01', 7, ['dormitory'], ['indoors', 'checked']),
  habit('PF01', 7, ['checkpoint']),
  habit('PF02', 7, ['checkpoint', 'compound']),
  habit('OT99', 7, ['checkpoint', 'compound']),
];
