/**
 * The search worker as signals. It starts when a screen first asks for it, serves every screen of the person after
 * that, and ends when the person leaves.
 */
import { createEffect, createMemo, createSignal, onCleanup, type Accessor } from 'solid-js';
import type { Bounds, CaseFilter, Cluster, Finder, Found, FoundCase } from '#finder/finder.ts';
import type { Neighbours, Slice } from '#finder/finder.ts';
import { openFinder } from '#finder/open-finder.ts';
import { authorityOf } from '#storage/person/authority.ts';
import type { MainDb } from '#storage/databases/main-db.ts';
import type { PersonState } from '#ui/state/person/person.ts';

export { everything, stateFilters } from '#finder/finder.ts';
export type { Bounds, CaseFilter, Cluster, Found, FoundCase, StateFilter } from '#finder/finder.ts';
export type { Neighbours, Slice } from '#finder/finder.ts';

export type CaseFinder = {
  /** How much has been read, while the worker begins; null once it holds everything. */
  readonly progress: Accessor<{ readonly done: number; readonly of: number } | null>;
  /** Asked again when filter, slice or a case changes. A line that stayed the same stays the same object. */
  readonly createFound: (filter: Accessor<CaseFilter>, slice: Accessor<Slice>) => Accessor<Found | undefined>;
  readonly createClusters: (
    filter: Accessor<CaseFilter>,
    bounds: Accessor<Bounds>,
    zoom: Accessor<number>,
  ) => Accessor<readonly Cluster[] | undefined>;
  readonly neighbours: (filter: CaseFilter, id: string) => Promise<Neighbours>;
  readonly bounds: (filter: CaseFilter) => Promise<Bounds | null>;
};

type Source = Pick<PersonState, 'db' | 'person' | 'inPersonScope'>;

const finders = new WeakMap<MainDb, CaseFinder>();

/** The person's finder: the same one for every screen. */
export const createFinder = (person: Source): CaseFinder => {
  const known = finders.get(person.db);
  if (known) return known;
  const finder = person.inPersonScope(() => startFinder(person));
  finders.set(person.db, finder);
  return finder;
};

const startFinder = ({ person }: Source): CaseFinder => {
  const [progress, setProgress] = createSignal<{ done: number; of: number } | null>({ done: 0, of: 0 });
  const [changes, setChanges] = createSignal(0);
  const [fault, setFault] = createSignal<{ error: unknown }>();
  const fail = (error: unknown): void => {
    setFault({ error });
  };

  const authority = createMemo(() => authorityOf({ person: person() }), undefined, {
    equals: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  });
  // Another role or scope may show another case: a new worker asks anew.
  const opened = createMemo<Finder>(() => {
    const { finder, dispose } = openFinder(authority(), fail);
    onCleanup(dispose);
    let isReady = false;
    // What was said on the way comes through a door of its own, and may come after the end.
    const tell = (done: number, of: number): void => void (isReady || setProgress({ done, of }));
    finder.ready(tell).then(() => {
      isReady = true;
      setProgress(null);
    }, fail);
    finder.onChange(() => setChanges((it) => it + 1)).catch(fail);
    return finder;
  });

  /** The newest answer to the question as it stands; the one before stays until it comes. */
  const createAsked = <Q, A>(
    question: Accessor<Q>,
    ask: (finder: Finder, question: Q) => Promise<A>,
  ): Accessor<A | undefined> => {
    const [answer, setAnswer] = createSignal<{ value: A }>();
    let [asked, answered] = [0, 0];
    createEffect(() => {
      const [wanted, finder] = [question(), opened()];
      let isCurrent = true;
      onCleanup(() => {
        isCurrent = false;
      });
      // An answer that cases outran is still the newest there is: only one to another question is dropped.
      createEffect(() => {
        changes();
        const turn = ++asked;
        ask(finder, wanted).then((value) => {
          if (!isCurrent || turn < answered) return;
          answered = turn;
          setAnswer({ value });
        }, fail);
      });
    });
    return () => {
      const broken = fault();
      if (broken) throw broken.error;
      return answer()?.value;
    };
  };

  return {
    progress,
    createFound: (filter, slice) => {
      const keepLines = createLineKeeper();
      return createAsked(
        () => ({ filter: filter(), slice: slice() }),
        async (finder, { filter, slice }) => keepLines(await finder.find(filter, slice)),
      );
    },
    createClusters: (filter, bounds, zoom) =>
      createAsked(
        () => ({ filter: filter(), bounds: bounds(), zoom: zoom() }),
        (finder, { filter, bounds, zoom }) => finder.clusters(filter, bounds, zoom),
      ),
    neighbours: (filter, id) => opened().neighbours(filter, id),
    bounds: (filter) => opened().bounds(filter),
  };
};

/** Answers are copies: a line that says what it said before is handed out again, so that its row stays untouched. */
const createLineKeeper = () => {
  let kept = new Map<string, { readonly line: FoundCase; readonly text: string }>();
  return (found: Found): Found => {
    const next = found.cases.map((line) => {
      const text = JSON.stringify(line);
      const before = kept.get(line.id);
      return before?.text === text ? before : { line, text };
    });
    kept = new Map(next.map((it) => [it.line.id, it]));
    return { ...found, cases: next.map(({ line }) => line) };
  };
};
