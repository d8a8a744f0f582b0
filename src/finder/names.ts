import type { HazardCode, HazardKind } from '#domain/catalogue/hazard-kinds.ts';
import type { PersonId } from '#domain/ledger/ids.ts';
import type { CaseState } from '#domain/case/states.ts';
import type { Severity } from '#domain/catalogue/severities.ts';
import type { Grid, GridCode } from '#domain/place/grid.ts';
import type { Place } from '#domain/place/place.ts';
import type { ReferenceView } from '#domain/reference/reference-view.ts';
import type { MainDb } from '#storage/databases/main-db.ts';
import { grids, hazardKinds, people, places } from '#storage/subjects/reference.ts';
import { knownIds, readReferenceView } from '#storage/subjects/reference-view.ts';
import { searchText } from './search-text.ts';
import type { Person } from '#domain/people/person.ts';

/** Names that cases refer to by code, as search text. */
export type Names = {
  readonly families: ReadonlyMap<HazardCode, string>;
  readonly kinds: ReadonlyMap<HazardCode, string>;
  readonly places: ReadonlyMap<Place['id'], string>;
  readonly people: ReadonlyMap<PersonId, string>;
  readonly grids: ReadonlyMap<GridCode, string>;
};

/** The words for severities and states in both languages. A test compares them with those of the interface. */
const severityWords: Readonly<Record<Severity, string>> = {
  major: '重大 Major',
  general: '一般 General',
  minor: '轻微 Minor',
};
const stateWords: Readonly<Record<CaseState, string>> = {
  reported: '已上报 Reported',
  filed: '已立案 Filed',
  dispatched: '已派遣 Dispatched',
  declared: '已申报整改 Declared',
  accepted: '验收通过 Accepted',
  closed: '已销号 Closed',
  dismissed: '不予立案 Dismissed',
  merged: '并案 Merged',
  suspended: '挂账 Suspended',
};
const textsOf = (words: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(words).map(([name, text]) => [name, searchText([text])]));
export const severityTexts = textsOf(severityWords);
export const stateTexts = textsOf(stateWords);

export type Named = {
  readonly kinds: readonly HazardKind[];
  readonly places: readonly Pick<Place, 'id' | 'name'>[];
  readonly people: readonly Pick<Person, 'id' | 'name'>[];
  readonly grids: readonly Pick<Grid, 'code' | 'name'>[];
};

export const namesOf = ({ kinds, places, people, grids }: Named): Names => ({
  families: new Map(kinds.map(({ code, family }) => [code, family])),
  kinds: new Map(
    kinds.map(({ code, zh, en, short }) => [code, searchText([code, zh, en, short.zh, short.en])]),
  ),
  places: new Map(places.map(({ id, name }) => [id, searchText([name.zh, name.en])])),
  people: new Map(people.map(({ id, name }) => [id, searchText([name])])),
  grids: new Map(grids.map(({ code, name }) => [code, searchText([code, name.zh, name.en])])),
});

/** Also the view by which own events are judged. `known` has its ids, so that two reads can be compared as JSON. */
type Judged = Named & { readonly reference: ReferenceView; readonly known: readonly string[] };

export const readNamed = async (db: MainDb): Promise<Judged> => {
  const [allKinds, allPlaces, everyone, allGrids, reference, known] = await Promise.all([
    hazardKinds(db),
    places(db),
    people(db),
    grids(db),
    readReferenceView(db),
    knownIds(db),
  ]);
  return { kinds: allKinds, places: allPlaces, people: everyone, grids: allGrids, reference, known };
};
