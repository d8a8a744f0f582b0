/**
 * The search worker as signals. It starts at its first use by a screen, serves every screen of the person, and ends with
 * the person's state.
 */
import { createEffect, createMemo, createSignal, onCleanup, type Accessor } from 'solid-js';
import type { Bounds, CaseFilter, Cluster, Finder, Found, FoundCase } from '#finder/finder.ts';
import type { Neighbours, Slice } from '#finder/finder.ts';
import { openFinder } from '#finder/open-finder.ts';
import { authorityOf } from '#storage/person/authority.ts';
import type { MainDb } from '#storage/databases/main-db.ts';
import type { PersonState } from '#ui/state/person/person.ts';

export { everything, caseOrders, stateFilters } from '#finder/finder.ts';
export type { Bounds, CaseFilter, Cluster, Found, FoundCase, StateFilter } from '#finder/finder.ts';
export type { Neighbours, Slice } from '#finder/finder.ts';

export type CaseFinder = {
  /** How many cases the worker has read at its start; null when it has read all. */
  readonly progress: Accessor<{ readonly done: number; readonly of: number } | null>;
  /** Runs again when filter, slice or a case changes. An unchanged line stays the same object. */
  readonly createFound: (filter: Accessor<CaseFilter>, slice: Accessor<Slice>) => Accessor<Found | undefined>;
  readonly createClusters: (
    filter: Accessor<CaseFilter>,
    bounds: Accessor<Bounds>,
    zoom: Accessor<number>,
  ) => Accessor<readonly Cluster[] | undefined>;
  readonly neighbours: (filter: CaseFilter, id: string) => Promise<Neighbours>;
  readonly bounds: (filter: CaseFilter, area: Bounds | null) => Promise<Bounds | null>;
};

type Source = Pick<PersonState, 'db' | 'person' | 'inPersonScope'>;

const finders = new WeakMap<MainDb, CaseFinder>();

/** The finder of a person: one for all screens. */
export const createFinder = (person: Source): CaseFinder => {
  const running = finders.get(person.db);
  if (running) return running;
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
  // Another role or scope may see other cases: a new worker starts.
  const opened = createMemo<Finder>(() => {
    const { finder, dispose } = openFinder(authority(), fail);
    onCleanup(dispose);
    let isReady = false;
    // Progress arrives on a port of its own, and may arrive after `ready` has resolved.
    const onProgress = (done: number, of: number): void => void (isReady || setProgress({ done, of }));
    finder.ready(onProgress).then(() => {
      isReady = true;
      setProgress(null);
    }, fail);
    finder.onChange(() => setChanges((it) => it + 1)).catch(fail);
    return finder;
  });

  /** The newest answer to the current question. The previous answer stays until it arrives. */
  const createAnswerTo = <Q, A>(
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
      // An answer from before the last change of a case is still the newest one: only answers to another question are
      // dropped.
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
      return createAnswerTo(
        () => ({ filter: filter(), slice: slice() }),
        async (finder, { filter, slice }) => keepLines(await finder.find(filter, slice)),
      );
    },
    createClusters: (filter, bounds, zoom) =>
      createAnswerTo(
        () => ({ filter: filter(), bounds: bounds(), zoom: zoom() }),
        (finder, { filter, bounds, zoom }) => finder.clusters(filter, bounds, zoom),
      ),
    neighbours: (filter, id) => opened().neighbours(filter, id),
    bounds: (filter, area) => opened().bounds(filter, area),
  };
};

/** Answers are copies: an unchanged line is replaced by its previous object, so that its row is not rendered again. */
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
