/**
 * What the search worker answers.
 *
 * Promises: every answer speaks of all cases of this device as shown (the server's, with this device's own unsent
 * events on top), as last read from the local database, and `onChange` follows the reading of a write; nothing here
 * writes; no answer takes longer than a frame at 10 000 cases. Rows come newest report first, equal times by id.
 * Assumes: one finder for each signed-in person; it watches the local database by itself.
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

/** `filed` holds everything that was taken on, `dismissed` what was merged too. */
export const stateFilters = ['reported', 'filed', 'dismissed', 'all'] as const;
export type StateFilter = (typeof stateFilters)[number];

export type CaseFilter = {
  readonly state: StateFilter;
  /** '' for all, `family:ebike`, or `kind:EB01`. */
  readonly kind: string;
  /** '' for all, a grid's code, or `none` for cases outside every grid. */
  readonly grid: GridCode | 'none' | '';
  /** Reported at or after, and before; null leaves that end open. */
  readonly from: Millis | null;
  readonly until: Millis | null;
  /** Those the server does not hold every photo of, or '' for all. */
  readonly photos: 'missing' | '';
  /** Words that must all be found, in any order, in description, place, kind (zh and en), reporter or id. */
  readonly text: string;
};

export const everything: CaseFilter = {
  state: 'all',
  kind: '',
  grid: '',
  from: null,
  until: null,
  photos: '',
  text: '',
};

/** A case as a line of the list needs it. */
export type FoundCase = {
  readonly id: string;
  readonly state: CaseState;
  readonly hazard: HazardCode;
  readonly severity: Severity;
  readonly grid: GridCode | null;
  readonly spot: Spot;
  readonly reportedAt: Millis;
  readonly firstPhoto: ManifestPhoto | null;
  /** What the server holds of the first photo; changes when its picture can be had. */
  readonly firstStored: Stored | null;
  readonly photos: number;
  readonly photosComplete: number;
};

/** Rows `from` (inclusive) to `to` (exclusive) of an answer's list. */
export type Slice = { readonly from: number; readonly to: number };

export type Found = {
  /** Cases that pass the filter. */
  readonly total: number;
  /** Of those, how many still wait for photos. */
  readonly waiting: number;
  /** Cases that pass the rest of the filter, for each state. */
  readonly countByState: Readonly<Record<StateFilter, number>>;
  /** The asked slice, cut to what there is. */
  readonly from: number;
  readonly cases: readonly FoundCase[];
};

/** Where a case stands in the filter's list, and who stands beside it. */
export type Neighbours = {
  /** -1 when the filter does not hold it; before and after are then those around where it would stand. */
  readonly index: number;
  readonly before: string | null;
  readonly after: string | null;
};

/** West, south, east, north, in degrees. */
export type Bounds = readonly [number, number, number, number];

export type Cluster = LatLon & {
  readonly count: number;
  /** The worst among them; decides shape and colour. */
  readonly severity: Severity;
  /** The one case it is, or null for several. */
  readonly caseId: string | null;
  /** What a label says of that case; null for several. */
  readonly line: FoundCase | null;
  /** The zoom at which several come apart; null for one case. */
  readonly opensAtZoom: number | null;
};

export type Finder = {
  /** Resolves once every case of this device is held. `onProgress` tells how many of how many. */
  ready(onProgress: (done: number, of: number) => void): Promise<void>;
  /** Calls back, at most once a frame, whenever an answer may have become another. */
  onChange(changed: () => void): Promise<void>;
  find(filter: CaseFilter, slice: Slice): Promise<Found>;
  neighbours(filter: CaseFilter, id: string): Promise<Neighbours>;
  /** Those of the filter's cases that have a position, gathered for a map at a whole zoom level. */
  clusters(filter: CaseFilter, bounds: Bounds, zoom: number): Promise<readonly Cluster[]>;
  /** Around everything the filter holds that has a position, or null. */
  bounds(filter: CaseFilter): Promise<Bounds | null>;
};
