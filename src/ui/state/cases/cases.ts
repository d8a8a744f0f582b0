import { createMemo, type Accessor } from 'solid-js';
import type { Millis } from '#domain/base/units.ts';
import { mayDo, type EventType } from '#domain/subjects.ts';
import type { OutboxRow } from '#storage/databases/main-db.ts';
import type { CaseAct } from '#storage/outbox/save-report.ts';
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

/** What this person may do to the case now: for buttons and keys. */
export const mayDoNow = (
  { person, now }: Pick<PersonState, 'person' | 'now'>,
  shown: ShownCase,
): readonly EventType[] => mayDo(shown.case, authorityOf({ person: person() }), now());

/** Returns whether the act was saved. A bug is reported to the console and counts as not saved. */
export const saveAct = (person: Pick<PersonState, 'act'>, act: CaseAct): Promise<boolean> =>
  person.act(act).then(
    (saved) => saved.ok,
    (bug: unknown) => {
      reportError(bug);
      return false;
    },
  );

/** One case as shown, null when this phone does not have it, and this phone's own events of it. */
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
