import { createMemo, type Accessor } from 'solid-js';
import type { Millis } from '#domain/base/units.ts';
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

/** Time of the last complete pull; undefined until it is read, null before the first one. */
export const createLastContact = ({ db }: Pick<PersonState, 'db'>): Accessor<Millis | null | undefined> =>
  createLiveQuery(() => () => lastContact(db));

/** One case with the unsent events of this phone on top, and these events. Null if it is not on this phone. */
export const createCase = ({ db, person }: Source, id: Accessor<string>) => {
  const answer = createLiveQuery(() => {
    const by = authorityOf({ person: person() });
    const wanted = id();
    return async () => {
      const [shown, own] = await Promise.all([shownCase(db, by, wanted), caseOutbox(db, wanted)]);
      return { id: wanted, shown, own };
    };
  });
  /** While another case is read, the previous one must not appear under the new id. */
  const current = createMemo(() => (answer()?.id === id() ? answer() : undefined));
  return {
    shown: (): ShownCase | null | undefined => current()?.shown,
    own: (): readonly OutboxRow[] => current()?.own ?? [],
  };
};
