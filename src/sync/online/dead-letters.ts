/** What the server could not take, asked for and settled by an admin. Nothing of it is kept on this device. */
import type { Result } from '#domain/base/result.ts';
import type { Sha256 } from '#domain/base/units.ts';
import type { SignedEvent } from '#domain/ledger/envelope.ts';
import type { DeviceId } from '#domain/ledger/ids.ts';
import {
  deadLetterAnswerSchema,
  deadLettersAnswerSchema,
  deadLetterVerdictSchema,
  type DeadLetterAnswer,
  type DeadLettersAnswer,
  type DeadLetterVerdict,
} from '#domain/protocol/dead-letters.ts';
import { createCall, readAs, type CallFailure, type Identity } from '#sync/transport/call.ts';
import type { Transport } from '#sync/transport/transport.ts';

export type DeadLetterRef = { readonly device: DeviceId; readonly hash: Sha256 };

export type DeadLetterClient = {
  readonly list: () => Promise<Result<DeadLettersAnswer, CallFailure>>;
  readonly read: (name: DeadLetterRef) => Promise<Result<DeadLetterAnswer, CallFailure>>;
  readonly replay: (name: DeadLetterRef) => Promise<Result<DeadLetterVerdict, CallFailure>>;
  readonly correct: (
    name: DeadLetterRef,
    signed: SignedEvent,
  ) => Promise<Result<DeadLetterVerdict, CallFailure>>;
};

export const deadLetterPath = ({ device, hash }: DeadLetterRef): string => `/api/letters/${device}/${hash}`;

const never = new AbortController().signal;

export const createDeadLetterClient = (transport: Transport, identity: Identity): DeadLetterClient => {
  const { json } = createCall({ transport, identity, now: Date.now, signal: never });
  const post = (path: string, body: object) =>
    json(
      {
        method: 'POST',
        path,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      },
      readAs(deadLetterVerdictSchema),
    );
  return {
    list: () => json({ method: 'GET', path: '/api/letters' }, readAs(deadLettersAnswerSchema)),
    read: (name) => json({ method: 'GET', path: deadLetterPath(name) }, readAs(deadLetterAnswerSchema)),
    replay: (name) => post(`${deadLetterPath(name)}/replay`, {}),
    correct: (name, { text, signature }) => post(`${deadLetterPath(name)}/mend`, { text, signature }),
  };
};
