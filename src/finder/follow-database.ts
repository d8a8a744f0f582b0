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
  /** Called during the first read. */
  readonly onProgress: (done: number, of: number) => void;
  /** An answer may have changed. */
  readonly onChange: () => void;
  readonly onFault: (error: unknown) => void;
};

const prefix = subjectKey({ kind: 'case', id: '' });
const isCase = (key: SubjectKey): boolean => key.startsWith(prefix);
const idOf = (key: SubjectKey): string => key.slice(prefix.length);

/** Never runs `work` twice at once. All calls during a run cause one more run. */
const inTurns = (work: () => Promise<void>): (() => Promise<void>) => {
  let isRequested = false;
  let isRunning = false;
  return async () => {
    isRequested = true;
    if (isRunning) return;
    isRunning = true;
    while (isRequested) {
      isRequested = false;
      await work();
    }
    isRunning = false;
  };
};

type Read = Awaited<ReturnType<typeof readNamed>>;

/**
 * Keeps the index equal to the person's database as shown: for every case, the pulled subject with own events on top.
 * Resolves after the first complete read, then continues until the worker ends.
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

  /** Reads everything that changed since the last turn. */
  const catchUp = async (named: Read): Promise<void> => {
    let isChanged = isRenamed;
    // A new hazard kind may change how an own report is judged.
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
    const scheduleTurn = (): void => void takeTurn().catch(fail);

    liveQuery(() => readNamed(db)).subscribe({
      next: (next) => {
        if (JSON.stringify(next) === JSON.stringify(named)) return;
        named = next;
        isRenamed = true;
        scheduleTurn();
      },
      error: fail,
    });
    // The counts subscribe the query to every write to either table.
    liveQuery(() =>
      db.transaction('r', db.subjects, db.outbox, () =>
        Promise.all([db.subjects.count(), db.outbox.count()]),
      ),
    ).subscribe({ next: scheduleTurn, error: fail });
  });
};
