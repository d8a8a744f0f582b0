import { caseStates } from '#domain/case/states.ts';
import { severities, type Severity } from '#domain/catalogue/severities.ts';
import type { Columns } from './columns.ts';
import type { CaseFilter } from './finder.ts';
import { severityTexts, stateTexts, type Names } from './names.ts';
import { hasWord, isPartOfId, wordsOf } from './search-text.ts';

/** '' for all, `family:ebike`, or `kind:EB01`. */
const isOfKind = (filter: string, hazard: string, family: string | undefined): boolean => {
  if (filter === '') return true;
  const [what, name] = filter.split(':');
  return what === 'family' ? family === name : hazard === name;
};

/** For each code, whether its word passes: one test for each word instead of one for each case. */
const marks = (words: readonly string[], passes: (word: string) => boolean): Uint8Array =>
  Uint8Array.from(words, (word) => (passes(word) ? 1 : 0));

/** Tests a case against every part of the filter except its state. */
export const caseTest = (columns: Columns, names: Names, filter: CaseFilter): ((slot: number) => boolean) => {
  const { kinds, grids, places, people, texts, lines } = columns;
  const { kind, grid, place, reporter, reportedAt, waits, severity } = columns.numbers();
  const ofKind = marks(kinds.words, (code) => isOfKind(filter.kind, code, names.families.get(code)));
  const words = wordsOf(filter.text).map((word) => {
    const contains = (texts: ReadonlyMap<string, string>) => (code: string) =>
      hasWord(texts.get(code) ?? '', word);
    return {
      word,
      kinds: marks(kinds.words, contains(names.kinds)),
      places: marks(places.words, contains(names.places)),
      people: marks(people.words, contains(names.people)),
      grids: marks(grids.words, contains(names.grids)),
      severities: marks(severities, contains(severityTexts)),
      states: new Set<string>(caseStates.filter(contains(stateTexts))),
    };
  });
  const wanted = filter.grid === 'none' ? 0 : grids.find(filter.grid);
  const wantedSeverity = severities.indexOf(filter.severity as Severity);
  const from = filter.from ?? -Infinity;
  const until = filter.until ?? Infinity;
  return (slot) =>
    ofKind[kind[slot]!] === 1 &&
    (filter.grid === '' || grid[slot] === wanted) &&
    reportedAt[slot]! >= from &&
    reportedAt[slot]! < until &&
    (filter.photos === '' || waits[slot] === 1) &&
    (filter.severity === '' || severity[slot] === wantedSeverity) &&
    words.every(
      (term) =>
        term.kinds[kind[slot]!] === 1 ||
        term.places[place[slot]!] === 1 ||
        term.people[reporter[slot]!] === 1 ||
        term.grids[grid[slot]!] === 1 ||
        term.severities[severity[slot]!] === 1 ||
        term.states.has(lines[slot]!.state) ||
        hasWord(texts[slot]!, term.word) ||
        isPartOfId(lines[slot]!.id, term.word),
    );
};
