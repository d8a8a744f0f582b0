/**
 * All cases as columns: numbers in typed arrays, shared words as codes, one search text for each case.
 *
 * Promises: a case keeps its slot until it is removed; a free slot is used again.
 * Breaks: when a free slot is read.
 */
import type { Case } from '#domain/case/case.ts';
import type { Stored } from '#domain/protocol/pull.ts';
import { createCodes, type Codes } from './codes.ts';
import { stateFilters, type FoundCase, type StateFilter } from './finder.ts';
import { caseText } from './search-text.ts';
import type { CaseState } from '#domain/case/states.ts';
import { severities } from '#domain/catalogue/severities.ts';

/** A case, and which of its photos the server has. */
export type IndexedCase = { readonly case: Case; readonly stored: Readonly<Record<string, Stored>> };

const groupOf = (state: CaseState): StateFilter => {
  if (state === 'reported') return 'reported';
  return state === 'dismissed' || state === 'merged' ? 'dismissed' : 'filed';
};

const isOnServer = (stored: IndexedCase['stored'], { sha256 }: { readonly sha256: string }): boolean =>
  stored[sha256] === 'complete';

const lineOf = ({ case: item, stored }: IndexedCase): FoundCase => {
  const [firstPhoto = null] = item.photos;
  return {
    id: item.id,
    state: item.state,
    hazard: item.hazard,
    severity: item.severity,
    grid: item.grid,
    spot: item.spot,
    reportedAt: item.reportedAt,
    isTimeUncertain: item.isTimeUncertain ?? false,
    firstPhoto,
    firstStored: (firstPhoto && stored[firstPhoto.sha256]) ?? null,
    photos: item.photos.length,
    photosComplete: item.photos.filter((photo) => isOnServer(stored, photo)).length,
  };
};

const numbers = (size: number) => ({
  /** Index in `stateFilters`. */
  state: new Uint8Array(size),
  /** Index in `severities`; a lower one is worse. */
  severity: new Uint8Array(size),
  kind: new Uint32Array(size),
  grid: new Uint32Array(size),
  place: new Uint32Array(size),
  reporter: new Uint32Array(size),
  reportedAt: new Float64Array(size),
  /** 1 while at least one photo has not arrived completely. */
  waits: new Uint8Array(size),
  /** NaN when the case has no position. */
  lat: new Float64Array(size),
  lon: new Float64Array(size),
});
type Numbers = ReturnType<typeof numbers>;
type Row = Record<keyof Numbers, number>;

export type Columns = {
  readonly kinds: Codes;
  readonly grids: Codes;
  readonly places: Codes;
  readonly people: Codes;
  /** Returns the current arrays. They are replaced when they are full. */
  readonly numbers: () => Numbers;
  readonly texts: readonly string[];
  readonly lines: readonly FoundCase[];
  readonly slotOf: (id: string) => number | undefined;
  readonly slots: () => IterableIterator<number>;
  /** Returns what changed: nothing, only which photos the server has, or the case itself. */
  readonly put: (indexed: IndexedCase) => 'nothing' | 'photos' | 'case';
  readonly remove: (id: string) => boolean;
};

const FIRST_SIZE = 1024;

export const createColumns = (): Columns => {
  const [kinds, grids, places, people] = [createCodes(), createCodes(), createCodes(), createCodes()];
  const texts: string[] = [];
  const lines: FoundCase[] = [];
  const slotsById = new Map<string, number>();
  const free: number[] = [];
  let columns = numbers(FIRST_SIZE);

  const grow = (): void => {
    const larger = numbers(columns.state.length * 2);
    for (const name of Object.keys(larger) as (keyof Numbers)[]) larger[name].set(columns[name]);
    columns = larger;
  };

  const rowOf = ({ case: item, stored }: IndexedCase): Row => ({
    state: stateFilters.indexOf(groupOf(item.state)),
    severity: severities.indexOf(item.severity),
    kind: kinds.take(item.hazard),
    grid: grids.take(item.grid),
    place: places.take(item.spot.placeId),
    reporter: people.take(item.reporter),
    reportedAt: item.reportedAt,
    waits: item.photos.every((photo) => isOnServer(stored, photo)) ? 0 : 1,
    lat: item.position?.lat ?? Number.NaN,
    lon: item.position?.lon ?? Number.NaN,
  });

  const newSlot = (id: string): number => {
    const slot = free.pop() ?? slotsById.size;
    if (slot === columns.state.length) grow();
    slotsById.set(id, slot);
    return slot;
  };

  const changeAt = (slot: number, row: Row, line: FoundCase, text: string): 'nothing' | 'photos' | 'case' => {
    const before = lines[slot]!;
    const isSame =
      texts[slot] === text &&
      before.state === line.state &&
      (Object.keys(row) as (keyof Row)[]).every(
        (name) => name === 'waits' || Object.is(columns[name][slot], row[name]),
      );
    if (!isSame) return 'case';
    return JSON.stringify(before) === JSON.stringify(line) ? 'nothing' : 'photos';
  };

  return {
    kinds,
    grids,
    places,
    people,
    numbers: () => columns,
    texts,
    lines,
    slotOf: (id) => slotsById.get(id),
    slots: () => slotsById.values(),
    put: (indexed) => {
      const [row, line, text] = [rowOf(indexed), lineOf(indexed), caseText(indexed.case)];
      const known = slotsById.get(line.id);
      const change = known === undefined ? 'case' : changeAt(known, row, line, text);
      if (change === 'nothing') return change;
      const slot = known ?? newSlot(line.id);
      for (const name of Object.keys(row) as (keyof Row)[]) columns[name][slot] = row[name];
      [texts[slot], lines[slot]] = [text, line];
      return change;
    },
    remove: (id) => {
      const slot = slotsById.get(id);
      if (slot === undefined) return false;
      slotsById.delete(id);
      free.push(slot);
      return true;
    },
  };
};
