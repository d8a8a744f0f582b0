/** What the server could not take, asked for and settled by an admin. Nothing of it is kept on this device. */
import type { Result } from '#domain/base/result.ts';
import type { Sha256 } from '#domain/base/units.ts';
import type { SignedEvent } from '#domain/ledger/envelope.ts';
import type { DeviceId } from '#domain/ledger/ids.ts';
import {
  letterAnswerSchema,
  lettersAnswerSchema,
  letterVerdictSchema,
  type LetterAnswer,
  type LettersAnswer,
  type LetterVerdict,
} from '#domain/protocol/dead-letters.ts';
import { createCall, readAs, type CallFailure, type Identity } from '#sync/transport/call.ts';
import type { Transport } from '#sync/transport/transport.ts';

export type LetterName = { readonly device: DeviceId; readonly hash: Sha256 };

export type Letters = {
  readonly list: () => Promise<Result<LettersAnswer, CallFailure>>;
  readonly read: (name: LetterName) => Promise<Result<LetterAnswer, CallFailure>>;
  readonly replay: (name: LetterName) => Promise<Result<LetterVerdict, CallFailure>>;
  readonly mend: (name: LetterName, signed: SignedEvent) => Promise<Result<LetterVerdict, CallFailure>>;
};

export const letterPath = ({ device, hash }: LetterName): string => `/api/letters/${device}/${hash}`;

const never = new AbortController().signal;

export const createLetters = (transport: Transport, identity: Identity): Letters => {
  const { json } = createCall({ transport, identity, now: Date.now, signal: never });
  const post = (path: string, body: object) =>
    json(
      {
        method: 'POST',
        path,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      },
      readAs(letterVerdictSchema),
    );
  return {
    list: () => json({ method: 'GET', path: '/api/letters' }, readAs(lettersAnswerSchema)),
    read: (name) => json({ method: 'GET', path: letterPath(name) }, readAs(letterAnswerSchema)),
    replay: (name) => post(`${letterPath(name)}/replay`, {}),
    mend: (name, { text, signature }) => post(`${letterPath(name)}/mend`, { text, signature }),
  };
};
