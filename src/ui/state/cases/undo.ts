import { createEffect, createMemo, createSignal, onCleanup, type Accessor } from 'solid-js';
import type { OutboxRow } from '#storage/databases/main-db.ts';
import { unsentEvents } from '#storage/outbox/outbox.ts';
import { undoable, undoEvent } from '#storage/outbox/undo.ts';
import { createDraftText, draftTextKey } from '#ui/state/capture/draft-text.ts';
import type { PersonState } from '#ui/state/person/person.ts';
import { createLiveQuery } from '#ui/state/reactive/live-query.ts';

/**
 * The decision that this person can undo now, made in any tab. `undo` returns whether it was undone; otherwise it is on
 * its way. The text of an undone decision is a draft again.
 */
export const createUndo = ({ db, me }: Pick<PersonState, 'db' | 'me'>) => {
  const unsent = createLiveQuery(() => () => unsentEvents(db));
  const [ended, setEnded] = createSignal(0);
  const row: Accessor<OutboxRow | undefined> = createMemo(() => {
    ended();
    return undoable(unsent() ?? [], Date.now());
  });
  createEffect(() => {
    const notBefore = row()?.notBefore;
    if (notBefore === undefined) return;
    const timer = setTimeout(() => setEnded((count) => count + 1), notBefore - Date.now());
    onCleanup(() => clearTimeout(timer));
  });

  const undo = async ({ eventId }: OutboxRow): Promise<boolean> => {
    const event = await undoEvent(db, eventId);
    if (event === null) return false;
    const [typed, setTyped] = createDraftText(() => draftTextKey(me().id, event.subject.id, event.type));
    if ('text' in event.body && typed() === '') setTyped(event.body.text);
    return true;
  };
  return { row, undo };
};
