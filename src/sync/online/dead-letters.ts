/** Dead letters, read and resolved by an admin on the server. Nothing of them is stored on this device. */
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
  readonly read: (ref: DeadLetterRef) => Promise<Result<DeadLetterAnswer, CallFailure>>;
  readonly replay: (ref: DeadLetterRef) => Promise<Result<DeadLetterVerdict, CallFailure>>;
  readonly correct: (
    ref: DeadLetterRef,
    signed: SignedEvent,
  ) => Promise<Result<DeadLetterVerdict, CallFailure>>;
};

export const deadLetterPath = ({ device, hash }: DeadLetterRef): string => `/api/letters/${device}/${hash}`;

const neverAborted = new AbortController().signal;

export const createDeadLetterClient = (transport: Transport, identity: Identity): DeadLetterClient => {
  const { json } = createCall({ transport, identity, now: Date.now, signal: neverAborted });
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
    read: (ref) => json({ method: 'GET', path: deadLetterPath(ref) }, readAs(deadLetterAnswerSchema)),
    replay: (ref) => post(`${deadLetterPath(ref)}/replay`, {}),
    correct: (ref, { text, signature }) => post(`${deadLetterPath(ref)}/mend`, { text, signature }),
  };
};
