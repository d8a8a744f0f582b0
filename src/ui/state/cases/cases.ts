import { createMemo, type Accessor } from 'solid-js';
import type { Millis } from '#domain/base/units.ts';
import { mayDo, type EventType } from '#domain/subjects.ts';
import type { OutboxRow } from '#storage/databases/main-db.ts';
import { caseOutbox, shownCase } from '#storage/subjects/one-case.ts';
import type { ShownCase } from '#storage/subjects/shown-subjects.ts';
import { authorityOf } from '#storage/person/authority.ts';
import { lastContact } from '#storage/subjects/subjects.ts';
import { createLiveQuery } from '#ui/state/reactive/live-query.ts';
import type { PersonState } from '#ui/state/person/person.ts';

export type { OutboxRow } from '#storage/databases/main-db.ts';
export type { ShownCase } from '#storage/subjects/shown-subjects.ts';

type Source = Pick<PersonState, 'db' | 'person'>;

/** When the server last answered in full; undefined until read, null when it never has. */
export const createLastContact = ({ db }: Pick<PersonState, 'db'>): Accessor<Millis | null | undefined> =>
  createLiveQuery(() => () => lastContact(db));

/** What this person may do to the case now: for buttons and keys. */
export const mayDoNow = (
  { person, now }: Pick<PersonState, 'person' | 'now'>,
  shown: ShownCase,
): readonly EventType[] => mayDo(shown.case, authorityOf({ person: person() }), now());

/** One case as shown, null when this phone does not hold it, and this phone's own events of it. */
export const createCase = ({ db, person }: Source, id: Accessor<string>) => {
  const answer = createLiveQuery(() => {
    const by = authorityOf({ person: person() });
    const wanted = id();
    return async () => {
      const [shown, own] = await Promise.all([shownCase(db, by, wanted), caseOutbox(db, wanted)]);
      return { id: wanted, shown, own };
    };
  });
  /** While another case is read, the one before is not shown under its name. */
  const current = createMemo(() => (answer()?.id === id() ? answer() : undefined));
  return {
    shown: (): ShownCase | null | undefined => current()?.shown,
    own: (): readonly OutboxRow[] => current()?.own ?? [],
  };
};
