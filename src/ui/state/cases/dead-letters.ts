import type { Accessor } from 'solid-js';
import type { Result } from '#domain/base/result.ts';
import type { LedgerEvent } from '#domain/ledger/envelope.ts';
import { mendedEvent } from '#domain/ledger/correction.ts';
import { bodyOf } from '#domain/ledger/correction-form.ts';
import { uuidV7 } from '#domain/ledger/uuid-v7.ts';
import type { LetterAnswer, LettersAnswer, LetterVerdict } from '#domain/protocol/dead-letters.ts';
import { signEvent } from '#storage/person/device-key.ts';
import type { CallFailure } from '#sync/transport/call.ts';
import { createLetters, type LetterName } from '#sync/online/dead-letters.ts';
import { xhrTransport } from '#sync/transport/xhr-transport.ts';
import { createAnswer } from '#ui/state/reactive/answer.ts';
import type { PersonState } from '#ui/state/person/person.ts';

export { letterPath, type LetterName } from '#sync/online/dead-letters.ts';

type Source = Pick<PersonState, 'me'>;
type Answered<T> = Accessor<Result<T, CallFailure> | undefined>;

const lettersOf = ({ me }: Source) => createLetters(xhrTransport, { person: me().id, device: me().device });

/** Read again when a signal `attempt` reads changes, and by `again`. */
export const createLetterList = (
  source: Source,
  attempt: Accessor<unknown> = () => null,
): readonly [Answered<LettersAnswer>, again: () => void] =>
  createAnswer(() => {
    attempt();
    return lettersOf(source).list();
  });

export const createLetter = (
  source: Source,
  name: Accessor<LetterName>,
): readonly [Answered<LetterAnswer>, again: () => void] => createAnswer(() => lettersOf(source).read(name()));

export const replayLetter = (source: Source, name: LetterName): Promise<Result<LetterVerdict, CallFailure>> =>
  lettersOf(source).replay(name);

/** Writes the mended event, signs it with this device's key and sends it. Null when the letter allows no mending. */
export const mendLetter = async (
  source: Source,
  letter: LetterAnswer,
  body: Readonly<Record<string, unknown>>,
): Promise<Result<LetterVerdict, CallFailure> | null> => {
  const { id: by, device, key } = source.me();
  const id = uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
  const event = mendedEvent(letter, { id, by, device }, bodyOf(body) as LedgerEvent['body']);
  return event && lettersOf(source).mend(letter, await signEvent(event, key));
};
