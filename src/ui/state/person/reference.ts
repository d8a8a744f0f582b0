import { createMemo, getOwner, runWithOwner, type Accessor } from 'solid-js';
import type { HazardKind } from '#domain/catalogue/hazard-kinds.ts';
import type { Grid } from '#domain/place/grid.ts';
import type { Place } from '#domain/place/place.ts';
import type { MainDb } from '#storage/databases/main-db.ts';
import { grids, hazardKinds, people, places } from '#storage/subjects/reference.ts';
import { createLiveQuery } from '#ui/state/reactive/live-query.ts';
import type { Person } from '#domain/people/person.ts';

/** Pulled reference data; the shipped catalogue until the first pull. */
export type Reference = {
  readonly kinds: Accessor<readonly HazardKind[]>;
  readonly kind: (code: string) => HazardKind | undefined;
  readonly grids: Accessor<readonly Grid[]>;
  readonly grid: (code: string | null) => Grid | undefined;
  readonly places: Accessor<readonly Place[]>;
  readonly person: (id: string) => Person | undefined;
};

/** Created at the first read: the first screen often needs none of it. */
const lazily = <T>(create: () => Accessor<T>): Accessor<T> => {
  const owner = getOwner();
  let created: Accessor<T> | undefined;
  return () => (created ??= runWithOwner(owner, create)!)();
};

export const createReference = (db: MainDb): Reference => {
  const kindRows = lazily(() => createLiveQuery(() => () => hazardKinds(db)));
  const gridRows = lazily(() => createLiveQuery(() => () => grids(db)));
  const placeRows = lazily(() => createLiveQuery(() => () => places(db)));
  const personRows = lazily(() => createLiveQuery(() => () => people(db)));
  const kinds = () => kindRows() ?? [];
  const kindsByCode = lazily(() => createMemo(() => new Map(kinds().map((it) => [it.code, it]))));
  const gridsByCode = lazily(() => createMemo(() => new Map((gridRows() ?? []).map((it) => [it.code, it]))));
  const peopleById = lazily(() => createMemo(() => new Map((personRows() ?? []).map((it) => [it.id, it]))));
  return {
    kinds,
    kind: (code) => kindsByCode().get(code),
    grids: () => gridRows() ?? [],
    grid: (code) => (code === null ? undefined : gridsByCode().get(code)),
    places: () => placeRows() ?? [],
    person: (id) => peopleById().get(id),
  };
};
