import { createMemo, type Accessor } from 'solid-js';
import type { HazardKind } from '#domain/catalogue/hazard-kinds.ts';
import type { Grid } from '#domain/place/grid.ts';
import type { Place } from '#domain/place/place.ts';
import type { Person } from '#domain/protocol/session.ts';
import type { MainDb } from '#storage/main-db.ts';
import { grids, hazardKinds, people, places } from '#storage/reference.ts';
import { createLiveQuery } from './live-query.ts';

/** What the office edits, as pulled; the shipped catalogue until the first pull. */
export type Reference = {
  readonly kinds: Accessor<readonly HazardKind[]>;
  readonly kind: (code: string) => HazardKind | undefined;
  readonly grids: Accessor<readonly Grid[]>;
  readonly grid: (code: string | null) => Grid | undefined;
  readonly places: Accessor<readonly Place[]>;
  readonly person: (id: string) => Person | undefined;
};

export const createReference = (db: MainDb): Reference => {
  const kindRows = createLiveQuery(() => () => hazardKinds(db));
  const gridRows = createLiveQuery(() => () => grids(db));
  const placeRows = createLiveQuery(() => () => places(db));
  const personRows = createLiveQuery(() => () => people(db));
  const kinds = () => kindRows() ?? [];
  const kindsByCode = createMemo(() => new Map(kinds().map((it) => [it.code, it])));
  const gridsByCode = createMemo(() => new Map((gridRows() ?? []).map((it) => [it.code, it])));
  const peopleById = createMemo(() => new Map((personRows() ?? []).map((it) => [it.id, it])));
  return {
    kinds,
    kind: (code) => kindsByCode().get(code),
    grids: () => gridRows() ?? [],
    grid: (code) => (code === null ? undefined : gridsByCode().get(code)),
    places: () => placeRows() ?? [],
    person: (id) => peopleById().get(id),
  };
};
