/**
 * Answers queries over all cases, without a clock, a database or a worker.
 *
 * Promises: every answer equals the answer from a plain array of the same cases. The result of a filter is cached
 * until a case changes, so that list, neighbours and map share one computation.
 */
import { caseTest } from './case-test.ts';
import { clusterIndex, type ClusterIndex } from './cluster-index.ts';
import { createColumns, type IndexedCase } from './columns.ts';
import {
  stateFilters,
  type Bounds,
  type CaseFilter,
  type CaseOrder,
  type Cluster,
  type Found,
} from './finder.ts';
import type { Neighbours, Slice, StateFilter } from './finder.ts';
import { namesOf, type Names } from './names.ts';

type Listing = {
  /** In the order of the filter. */
  readonly slots: readonly number[];
  readonly countByState: Record<StateFilter, number>;
  clusters: ClusterIndex | null;
  /** Whether the filter depends on photos: an arriving photo may remove a case from the list. */
  readonly dependsOnPhotos: boolean;
};

/** The list, the map and a search in progress use a few filters at a time. */
const KEPT_LISTINGS = 6;

export type CaseIndex = ReturnType<typeof createCaseIndex>;

export const createCaseIndex = () => {
  const columns = createColumns();
  const listings = new Map<string, Listing>();
  let names: Names = namesOf({ kinds: [], places: [], people: [], grids: [] });
  let inOrder: number[] = [];
  let isInOrder = true;

  type Compare = (a: number, b: number) => number;
  const byId: Compare = (a, b) => (columns.lines[a]!.id < columns.lines[b]!.id ? -1 : 1);
  const compareBy: Readonly<Record<CaseOrder, Compare>> = {
    newest: (a, b) => {
      const { reportedAt } = columns.numbers();
      return reportedAt[b]! - reportedAt[a]! || byId(a, b);
    },
    severity: (a, b) => {
      const { reportedAt, severity } = columns.numbers();
      return severity[a]! - severity[b]! || reportedAt[a]! - reportedAt[b]! || byId(a, b);
    },
  };

  const ordered = (): readonly number[] => {
    if (!isInOrder) inOrder = [...columns.slots()].sort(compareBy.newest);
    isInOrder = true;
    return inOrder;
  };

  const list = (filter: CaseFilter): Listing => {
    const passes = caseTest(columns, names, filter);
    const { state } = columns.numbers();
    const wanted = stateFilters.indexOf(filter.state);
    const counts = stateFilters.map(() => 0);
    const slots: number[] = [];
    for (const slot of ordered()) {
      if (!passes(slot)) continue;
      counts[state[slot]!]! += 1;
      if (filter.state === 'all' || state[slot] === wanted) slots.push(slot);
    }
    if (filter.order !== 'newest') slots.sort(compareBy[filter.order]);
    const [reported = 0, filed = 0, dismissed = 0] = counts;
    const countByState = { reported, filed, dismissed, all: reported + filed + dismissed };
    return { slots, countByState, clusters: null, dependsOnPhotos: filter.photos !== '' };
  };

  const listingOf = (filter: CaseFilter): Listing => {
    const { state, kind, grid, from, until, photos, severity, text, order } = filter;
    const key = JSON.stringify([state, kind, grid, from, until, photos, severity, text, order]);
    const listing = listings.get(key) ?? list(filter);
    // A map keeps insertion order: the last used listing moves to the end, and the first one is deleted.
    listings.delete(key);
    listings.set(key, listing);
    for (const oldest of listings.keys()) {
      if (listings.size <= KEPT_LISTINGS) break;
      listings.delete(oldest);
    }
    return listing;
  };

  return {
    /** Returns whether an answer may have changed. */
    put: (indexed: IndexedCase): boolean => {
      const slot = columns.slotOf(indexed.case.id);
      const reportedBefore = slot === undefined ? null : columns.lines[slot]!.reportedAt;
      const change = columns.put(indexed);
      for (const [key, { dependsOnPhotos }] of change === 'nothing' ? [] : listings)
        if (change === 'case' || dependsOnPhotos) listings.delete(key);
      if (reportedBefore !== indexed.case.reportedAt) isInOrder = false;
      return change !== 'nothing';
    },
    remove: (id: string): boolean => {
      const isRemoved = columns.remove(id);
      if (isRemoved) {
        listings.clear();
        isInOrder = false;
      }
      return isRemoved;
    },
    setNames: (next: Names): void => {
      names = next;
      listings.clear();
    },

    find: (filter: CaseFilter, slice: Slice): Found => {
      const { slots, countByState } = listingOf(filter);
      const from = Math.min(Math.max(0, slice.from), slots.length);
      const { waits } = columns.numbers();
      return {
        total: slots.length,
        waiting: slots.reduce((sum, slot) => sum + waits[slot]!, 0),
        countByState,
        from,
        cases: slots.slice(from, Math.max(from, slice.to)).map((slot) => columns.lines[slot]!),
      };
    },

    neighbours: (filter: CaseFilter, id: string): Neighbours => {
      const slot = columns.slotOf(id);
      if (slot === undefined) return { index: -1, before: null, after: null };
      const { slots } = listingOf(filter);
      const compare = compareBy[filter.order];
      let [low, high] = [0, slots.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (slots[middle] !== slot && compare(slots[middle]!, slot) < 0) low = middle + 1;
        else high = middle;
      }
      const isIndexed = slots[low] === slot;
      const idAt = (at: number): string | null => {
        const neighbour = slots[at];
        return neighbour === undefined ? null : columns.lines[neighbour]!.id;
      };
      return { index: isIndexed ? low : -1, before: idAt(low - 1), after: idAt(isIndexed ? low + 1 : low) };
    },

    clusters: (filter: CaseFilter, bounds: Bounds, zoom: number): readonly Cluster[] => {
      const listing = listingOf(filter);
      listing.clusters ??= clusterIndex(columns, listing.slots);
      return listing.clusters(bounds, zoom);
    },

    bounds: (filter: CaseFilter, area: Bounds | null = null): Bounds | null => {
      const { lat, lon } = columns.numbers();
      const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
      const located = listingOf(filter).slots.filter((slot) => !Number.isNaN(lat[slot]));
      const isInArea = (slot: number): boolean =>
        area === null ||
        (lon[slot]! >= area[0] && lat[slot]! >= area[1] && lon[slot]! <= area[2] && lat[slot]! <= area[3]);
      const inArea = located.filter(isInArea);
      for (const slot of inArea.length > 0 ? inArea : located) {
        bounds[0] = Math.min(bounds[0], lon[slot]!);
        bounds[1] = Math.min(bounds[1], lat[slot]!);
        bounds[2] = Math.max(bounds[2], lon[slot]!);
        bounds[3] = Math.max(bounds[3], lat[slot]!);
      }
      return bounds[0] === Infinity ? null : bounds;
    },
  };
};
