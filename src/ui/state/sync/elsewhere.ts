import type { Accessor } from 'solid-js';
import { readElsewhere, type Elsewhere } from '#storage/subjects/elsewhere.ts';
import type { PersonState } from '#ui/state/person/person.ts';
import { createLiveQuery, paceOf } from '#ui/state/reactive/live-query.ts';

/** What another device of this person has not sent; null if nothing is known. */
export const createElsewhere = ({
  db,
  me,
  sync,
}: Pick<PersonState, 'db' | 'me' | 'sync'>): Accessor<Elsewhere | null | undefined> =>
  createLiveQuery(() => {
    const { id: person, device } = me();
    return () => readElsewhere(db, { person, device });
  }, paceOf(sync.status));
