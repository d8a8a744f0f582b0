import type { Accessor } from 'solid-js';
import type { Result } from '#domain/base/result.ts';
import { readEnvelope } from '#domain/ledger/envelope.ts';
import { correctedEvent } from '#domain/correction/correction.ts';
import { nestedBody } from '#domain/correction/correction-form.ts';
import { uuidV7 } from '#domain/ledger/uuid-v7.ts';
import type {
  DeadLetterAnswer,
  DeadLettersAnswer,
  DeadLetterVerdict,
} from '#domain/protocol/dead-letters.ts';
import { signEvent } from '#storage/person/device-key.ts';
import type { CallFailure } from '#sync/transport/call.ts';
import { createDeadLetterClient, type DeadLetterRef } from '#sync/online/dead-letters.ts';
import { xhrTransport } from '#sync/transport/xhr-transport.ts';
import { createAnswer } from '#ui/state/reactive/answer.ts';
import type { PersonState } from '#ui/state/person/person.ts';
import type { LedgerEvent } from '#domain/subjects.ts';

export { deadLetterPath, type DeadLetterRef } from '#sync/online/dead-letters.ts';

type Source = Pick<PersonState, 'me'>;
type Answered<T> = Accessor<Result<T, CallFailure> | undefined>;

const deadLetterClientOf = ({ me }: Source) =>
  createDeadLetterClient(xhrTransport, { person: me().id, device: me().device });

/** Reads the list again when a signal that `attempt` reads changes, and on `again`. */
export const createDeadLetterList = (
  source: Source,
  attempt: Accessor<unknown> = () => null,
): readonly [Answered<DeadLettersAnswer>, again: () => void] =>
  createAnswer(() => {
    attempt();
    return deadLetterClientOf(source).list();
  });

export const createDeadLetter = (
  source: Source,
  name: Accessor<DeadLetterRef>,
): readonly [Answered<DeadLetterAnswer>, again: () => void] =>
  createAnswer(() => deadLetterClientOf(source).read(name()));

export const replayDeadLetter = (
  source: Source,
  name: DeadLetterRef,
): Promise<Result<DeadLetterVerdict, CallFailure>> => deadLetterClientOf(source).replay(name);

/** Signs the corrected event with the key of this device and sends it. Null if the dead letter cannot be corrected. */
export const correctDeadLetter = async (
  source: Source,
  letter: DeadLetterAnswer,
  body: Readonly<Record<string, unknown>>,
): Promise<Result<DeadLetterVerdict, CallFailure> | null> => {
  const { id: by, device, key } = source.me();
  const id = uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
  const event = correctedEvent(
    letter,
    { id, by, device },
    nestedBody(readEnvelope(letter.text)?.type ?? '', body) as LedgerEvent['body'],
  );
  return event && deadLetterClientOf(source).correct(letter, await signEvent(event, key));
};
