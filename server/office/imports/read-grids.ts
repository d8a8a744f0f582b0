import type { OfficeView } from '#domain/office/office-kinds.ts';
import type { ReadFile } from './read-row.ts';

export const readGrids = (_bytes: Uint8Array, _view: OfficeView): ReadFile => ({
  fault: { code: 'unknownFormat' },
});
