import type { HazardCode, HazardKind } from '#domain/catalogue/hazard-kinds.ts';
import type { PersonId } from '#domain/ledger/ids.ts';
import type { Place } from '#domain/place/place.ts';
import type { Person } from '#domain/protocol/session.ts';
import type { MainDb } from '#storage/databases/main-db.ts';
import { hazardCodes, hazardKinds, people, places } from '#storage/subjects/reference.ts';
import { searchText } from './search-text.ts';

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

/** `codes`: every kind that was ever in the catalogue; reports are judged by them. */
export const readNamed = async (db: MainDb): Promise<Named & { readonly codes: readonly HazardCode[] }> => {
  const [allKinds, allPlaces, everyone, codes] = await Promise.all([
    hazardKinds(db),
    places(db),
    people(db),
    hazardCodes(db),
  ]);
  return { kinds: allKinds, places: allPlaces, people: everyone, codes };
};
