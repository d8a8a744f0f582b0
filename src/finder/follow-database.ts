import { liveQuery } from 'dexie';
import type { Authority } from '#domain/ledger/roles.ts';
import { subjectKey, type SubjectKey } from '#domain/ledger/subject-key.ts';
import type { ReferenceView } from '#domain/reference/reference-view.ts';
import type { MainDb } from '#storage/databases/main-db.ts';
import { showCase } from '#storage/subjects/shown-subjects.ts';
import type { CaseIndex } from './case-index.ts';
import { createChangeReader, type ChangedCase } from './change-reader.ts';
import { namesOf, readNamed } from './names.ts';

type Listeners = {
  /** While everything is read for the first time. */
  readonly onProgress: (done: number, of: number) => void;
  /** An answer may have become another. */
  readonly onChange: () => void;
  readonly onFault: (error: unknown) => void;
};

const prefix = subjectKey({ kind: 'case', id: '' });
const isCase = (key: SubjectKey): boolean => key.startsWith(prefix);
const idOf = (key: SubjectKey): string => key.slice(prefix.length);

/** Never twice at once; whatever asks meanwhile is served by one more turn. */
const inTurns = (work: () => Promise<void>): (() => Promise<void>) => {
  let isAsked = false;
  let isRunning = false;
  return async () => {
    isAsked = true;
    if (isRunning) return;
    isRunning = true;
    while (isAsked) {
      isAsked = false;
      await work();
    }
    isRunning = false;
  };
};

type Read = Awaited<ReturnType<typeof readNamed>>;

/**
 * Keeps the index equal to what the person's database shows: fold(confirmed, own) of every case. Resolves when it
 * first is; goes on until the worker ends.
 */
export const followDatabase = (
  db: MainDb,
  by: Authority,
  index: CaseIndex,
  { onProgress, onChange, onFault }: Listeners,
): Promise<void> => {
  const reader = createChangeReader(db);
  let named: Read | null = null;
  let isRenamed = false;
  let isLoaded = false;

  const show = ({ key, row, own }: ChangedCase, reference: ReferenceView): boolean => {
    const shown = showCase(row, own, by, reference);
    return shown ? index.put(shown) : index.remove(idOf(key));
  };

  /** Everything that changed since the last turn. */
  const catchUp = async (named: Read): Promise<void> => {
    let isChanged = isRenamed;
    // A hazard that became known may turn the judgement of an own report.
    let everyOwn = isRenamed && isLoaded;
    if (isRenamed) index.setNames(namesOf(named));
    isRenamed = false;
    const of = isLoaded ? 0 : await db.subjects.count();
    for (let isLast = false; !isLast;) {
      const changes = await reader.read(everyOwn);
      isLast = changes.isLast;
      everyOwn = false;
      for (const it of changes.cases.filter(({ key }) => isCase(key)))
        isChanged = show(it, named.reference) || isChanged;
      if (!isLoaded) onProgress(Math.min(reader.count(), of), of);
    }
    if (isLoaded && isChanged) onChange();
  };

  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      onFault(error);
      reject(error);
    };
    const takeTurn = inTurns(async () => {
      if (!named) return;
      await catchUp(named);
      isLoaded = true;
      resolve();
    });
    const stir = (): void => void takeTurn().catch(fail);

    liveQuery(() => readNamed(db)).subscribe({
      next: (next) => {
        if (JSON.stringify(next) === JSON.stringify(named)) return;
        named = next;
        isRenamed = true;
        stir();
      },
      error: fail,
    });
    // Counting asks to be told of whatever is written to either table.
    liveQuery(() =>
      db.transaction('r', db.subjects, db.outbox, () =>
        Promise.all([db.subjects.count(), db.outbox.count()]),
      ),
    ).subscribe({ next: stir, error: fail });
  });
};
