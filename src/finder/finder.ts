/**
 * The interface of the search worker.
 *
 * Promises: every answer covers all cases of this device as shown (the server's cases with this device's own events on
 * top), as last read from the local database. `onChange` is called after a write has been read. Nothing here writes.
 * No answer takes longer than a frame at 10 000 cases. Rows are sorted as the filter says.
 * Assumes: one finder for each signed-in person. It watches the local database by itself.
 */
import type { LatLon } from '#domain/base/geometry.ts';
import type { Millis } from '#domain/base/units.ts';
import type { HazardCode } from '#domain/catalogue/hazard-kinds.ts';
import type { ManifestPhoto } from '#domain/ledger/photo-manifest.ts';
import type { Stored } from '#domain/protocol/pull.ts';
import type { GridCode } from '#domain/place/grid.ts';
import type { Severity } from '#domain/catalogue/severities.ts';
import type { CaseState } from '#domain/case/states.ts';
import type { Spot } from '#domain/case/spot.ts';

/** `filed` includes every state after filing, `dismissed` includes merged cases. */
export const stateFilters = ['reported', 'filed', 'dismissed', 'all'] as const;
export type StateFilter = (typeof stateFilters)[number];

export const caseOrders = ['newest', 'severity'] as const;
export type CaseOrder = (typeof caseOrders)[number];

export type CaseFilter = {
  readonly state: StateFilter;
  /** '' for all, `family:ebike`, or `kind:EB01`. */
  readonly kind: string;
  /** '' for all, a grid code, or `none` for cases outside all grids. */
  readonly grid: GridCode | 'none' | '';
  /** Reported at or after `from`, and before `until`; null leaves that end open. */
  readonly from: Millis | null;
  readonly until: Millis | null;
  /** `missing`: cases of which the server does not have every photo. '' for all. */
  readonly photos: 'missing' | '';
  /** '' for all. */
  readonly severity: Severity | '';
  /** Words that must all occur, in any order, in description, place, kind, severity, state, grid, reporter or id. */
  readonly text: string;
  /** `newest` report first, or the worst `severity` first and of equal ones the oldest report; then by id. */
  readonly order: CaseOrder;
};

export const everything: CaseFilter = {
  state: 'all',
  kind: '',
  grid: '',
  from: null,
  until: null,
  photos: '',
  severity: '',
  text: '',
  order: 'newest',
};

/** The data of a case for one row of a list. */
export type FoundCase = {
  readonly id: string;
  readonly state: CaseState;
  readonly hazard: HazardCode;
  readonly severity: Severity;
  readonly grid: GridCode | null;
  readonly spot: Spot;
  readonly reportedAt: Millis;
  readonly isTimeUncertain: boolean;
  readonly firstPhoto: ManifestPhoto | null;
  /** How much of the first photo is on the server; changes when its picture becomes available. */
  readonly firstStored: Stored | null;
  readonly photos: number;
  readonly photosComplete: number;
};

/** Rows `from` (inclusive) to `to` (exclusive) of an answer's list. */
export type Slice = { readonly from: number; readonly to: number };

export type Found = {
  /** Cases that pass the filter. */
  readonly total: number;
  /** How many of these still wait for photos. */
  readonly waiting: number;
  /** For each state, the cases that pass the rest of the filter. */
  readonly countByState: Readonly<Record<StateFilter, number>>;
  /** The requested slice, limited to the existing rows. */
  readonly from: number;
  readonly cases: readonly FoundCase[];
};

/** The index of a case in the filter's list, and the ids before and after it. */
export type Neighbours = {
  /**
   * -1 when the case does not pass the filter; `before` and `after` are then the ids around the position that it would
   * have.
   */
  readonly index: number;
  readonly before: string | null;
  readonly after: string | null;
};

/** West, south, east, north, in degrees. */
export type Bounds = readonly [number, number, number, number];

export type Cluster = LatLon & {
  readonly count: number;
  /** The worst severity in the cluster; decides shape and colour. */
  readonly severity: Severity;
  /** Id of the case when there is only one; null for several. */
  readonly caseId: string | null;
  /** The row of that case, for a label; null for several. */
  readonly line: FoundCase | null;
  /** The zoom at which the cluster splits; null for one case. */
  readonly opensAtZoom: number | null;
};

export type Finder = {
  /** Resolves when every case of this device has been indexed. `onProgress` reports `done` of `of` cases. */
  ready(onProgress: (done: number, of: number) => void): Promise<void>;
  /** Calls `changed` at most once a frame when an answer may have changed. */
  onChange(changed: () => void): Promise<void>;
  find(filter: CaseFilter, slice: Slice): Promise<Found>;
  neighbours(filter: CaseFilter, id: string): Promise<Neighbours>;
  /** The filter's cases that have a position, clustered for a map at an integer zoom level. */
  clusters(filter: CaseFilter, bounds: Bounds, zoom: number): Promise<readonly Cluster[]>;
  /** Bounds of all cases of the filter that have a position, or null. */
  bounds(filter: CaseFilter, area?: Bounds | null): Promise<Bounds | null>;
};
