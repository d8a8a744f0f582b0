import type { HazardCode, HazardKind } from '#domain/catalogue/hazard-kinds.ts';
import type { PersonId } from '#domain/ledger/ids.ts';
import type { Place } from '#domain/place/place.ts';
import type { ReferenceView } from '#domain/reference/reference-view.ts';
import type { MainDb } from '#storage/databases/main-db.ts';
import { hazardKinds, people, places } from '#storage/subjects/reference.ts';
import { knownIds, readReferenceView } from '#storage/subjects/reference-view.ts';
import { searchText } from './search-text.ts';
import type { Person } from '#domain/people/person.ts';

/** Names that cases refer to by code, as search text: kinds, places and people. */
export type Names = {
  readonly families: ReadonlyMap<HazardCode, string>;
  readonly kinds: ReadonlyMap<HazardCode, string>;
  readonly places: ReadonlyMap<Place['id'], string>;
  readonly people: ReadonlyMap<PersonId, string>;
};

export type Named = {
  readonly kinds: readonly HazardKind[];
  readonly places: readonly Pick<Place, 'id' | 'name'>[];
  readonly people: readonly Pick<Person, 'id' | 'name'>[];
};

export const namesOf = ({ kinds, places, people }: Named): Names => ({
  families: new Map(kinds.map(({ code, family }) => [code, family])),
  kinds: new Map(
    kinds.map(({ code, zh, en, short }) => [code, searchText([code, zh, en, short.zh, short.en])]),
  ),
  places: new Map(places.map(({ id, name }) => [id, searchText([name.zh, name.en])])),
  people: new Map(people.map(({ id, name }) => [id, searchText([name])])),
});

/** Also the view by which own events are judged. `known` has its ids, so that two reads can be compared as JSON. */
type Judged = Named & { readonly reference: ReferenceView; readonly known: readonly string[] };

export const readNamed = async (db: MainDb): Promise<Judged> => {
  const [allKinds, allPlaces, everyone, reference, known] = await Promise.all([
    hazardKinds(db),
    places(db),
    people(db),
    readReferenceView(db),
    knownIds(db),
  ]);
  return { kinds: allKinds, places: allPlaces, people: everyone, reference, known };
};
