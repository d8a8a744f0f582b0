import type { IndexedCase } from '#finder/columns.ts';
import type { CaseFilter, Cluster, Found, FoundCase, Neighbours } from '#finder/finder.ts';
import type { Named } from '#finder/names.ts';
import { severities } from '#domain/catalogue/severities.ts';
import { core as en } from '#ui/i18n/en/core.ts';
import { core as zh } from '#ui/i18n/zh/core.ts';

const flat = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/([\da-z一二三四五六七八九十])\s*(栋|棟|号楼|座)/g, '$1幢');

/** With a whole number at each end that is a digit. */
const isIn = (text: string, word: string): boolean => {
  const literal = RegExp(word.replaceAll(/[^\p{L}\p{N}]/gu, '\\$&'), 'g').source;
  return RegExp(`${/^\d/.test(word) ? '(?<!\\d)' : ''}${literal}${/\d$/.test(word) ? '(?!\\d)' : ''}`).test(
    text,
  );
};

const searchedText = ({ case: it }: IndexedCase, { kinds, places, people, grids }: Named): string => {
  const kind = kinds.find(({ code }) => code === it.hazard);
  const place = places.find(({ id }) => id === it.spot.placeId);
  const grid = grids.find(({ code }) => code === it.grid);
  const person = people.find(({ id }) => id === it.reporter);
  const { placeName, building, unit, floor, detail } = it.spot;
  return flat(
    [
      it.description,
      placeName,
      building && `${building}幢 building`,
      unit && `${unit}单元 unit`,
      floor && `${floor}层 floor`,
      detail,
      kind && `${kind.code} ${kind.zh} ${kind.en} ${kind.short.zh} ${kind.short.en}`,
      place && `${place.name.zh} ${place.name.en}`,
      person?.name,
      grid && `${grid.code} ${grid.name.zh} ${grid.name.en}`,
      zh.severities[it.severity],
      en.severities[it.severity],
      zh.states[it.state],
      en.states[it.state],
    ].join('\n'),
  );
};

const isInState = (filter: CaseFilter['state'], { case: { state } }: IndexedCase): boolean => {
  if (filter === 'all') return true;
  if (filter === 'reported') return state === 'reported';
  const isDismissed = state === 'dismissed' || state === 'merged';
  return filter === 'dismissed' ? isDismissed : state !== 'reported' && !isDismissed;
};

const isOfKind = (filter: string, hazard: string, { kinds }: Named): boolean => {
  if (filter === '') return true;
  if (filter === `kind:${hazard}`) return true;
  const kind = kinds.find(({ code }) => code === hazard);
  return kind !== undefined && filter === `family:${kind.family}`;
};

const isWaiting = ({ case: it, stored }: IndexedCase): boolean =>
  it.photos.some((photo) => stored[photo.sha256] !== 'complete');

const passes = (indexed: IndexedCase, filter: CaseFilter, named: Named): boolean => {
  const { case: it } = indexed;
  const text = searchedText(indexed, named);
  return (
    isOfKind(filter.kind, it.hazard, named) &&
    (filter.grid === '' || (filter.grid === 'none' ? it.grid === null : it.grid === filter.grid)) &&
    (filter.from === null || it.reportedAt >= filter.from) &&
    (filter.until === null || it.reportedAt < filter.until) &&
    (filter.photos === '' || isWaiting(indexed)) &&
    (filter.severity === '' || it.severity === filter.severity) &&
    flat(filter.text)
      .split(/\s+/)
      .every((word) => isIn(text, word) || (word.length > 5 && it.id.includes(word)))
  );
};

const byNewest = (a: IndexedCase, b: IndexedCase): number =>
  b.case.reportedAt - a.case.reportedAt || (a.case.id < b.case.id ? -1 : 1);
const byWorst = (a: IndexedCase, b: IndexedCase): number =>
  severities.indexOf(a.case.severity) - severities.indexOf(b.case.severity) ||
  a.case.reportedAt - b.case.reportedAt ||
  (a.case.id < b.case.id ? -1 : 1);
const compareBy = { newest: byNewest, severity: byWorst };

const lineOf = ({ case: it, stored }: IndexedCase): FoundCase => ({
  id: it.id,
  state: it.state,
  hazard: it.hazard,
  severity: it.severity,
  grid: it.grid,
  spot: it.spot,
  reportedAt: it.reportedAt,
  isTimeUncertain: it.isTimeUncertain ?? false,
  firstPhoto: it.photos[0] ?? null,
  firstStored: (it.photos[0] && stored[it.photos[0].sha256]) ?? null,
  photos: it.photos.length,
  photosComplete: it.photos.filter((photo) => stored[photo.sha256] === 'complete').length,
});

export const plainList = (cases: readonly IndexedCase[], filter: CaseFilter, named: Named): IndexedCase[] =>
  cases
    .filter((indexed) => passes(indexed, filter, named) && isInState(filter.state, indexed))
    .sort(compareBy[filter.order]);

export const plainFind = (
  cases: readonly IndexedCase[],
  filter: CaseFilter,
  named: Named,
  slice: { from: number; to: number },
): Found => {
  const list = plainList(cases, filter, named);
  const inState = (state: CaseFilter['state']) => plainList(cases, { ...filter, state }, named).length;
  const from = Math.min(Math.max(0, slice.from), list.length);
  return {
    total: list.length,
    waiting: list.filter(isWaiting).length,
    countByState: {
      reported: inState('reported'),
      filed: inState('filed'),
      dismissed: inState('dismissed'),
      all: inState('all'),
    },
    from,
    cases: list.filter((_, at) => at >= from && at < slice.to).map(lineOf),
  };
};

export const plainNeighbours = (
  cases: readonly IndexedCase[],
  filter: CaseFilter,
  named: Named,
  id: string,
): Neighbours => {
  const it = cases.find((indexed) => indexed.case.id === id);
  if (!it) return { index: -1, before: null, after: null };
  const list = plainList(cases, filter, named);
  const index = list.indexOf(it);
  return {
    index,
    before: list.findLast((other) => other !== it && compareBy[filter.order](other, it) < 0)?.case.id ?? null,
    after: list.find((other) => other !== it && compareBy[filter.order](it, other) < 0)?.case.id ?? null,
  };
};

/** The expected clusters when all cases of one site are one marker. */
export const plainClusters = (
  list: readonly IndexedCase[],
): Pick<Cluster, 'count' | 'severity' | 'caseId' | 'line'>[] => {
  const withPosition = list.filter((indexed) => indexed.case.position !== null);
  const sites = new Set(withPosition.map((indexed) => indexed.case.position!.lat));
  return [...sites].map((lat) => {
    const here = withPosition.filter((indexed) => indexed.case.position!.lat === lat);
    return {
      count: here.length,
      severity: severities.find((it) => here.some((indexed) => indexed.case.severity === it))!,
      caseId: here.length === 1 ? here[0]!.case.id : null,
      line: here.length === 1 ? lineOf(here[0]!) : null,
    };
  });
};
