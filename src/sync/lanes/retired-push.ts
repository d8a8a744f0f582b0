/**
 * The last pushes of a person whom the office retired: the server has no session for the phone, and accepts them by a proof of
 * the device key. Every verdict is stored like any other: the events are rejected as `retired`, and the office has them.
 */
import type { Millis } from '#domain/base/units.ts';
import { MAX_PUSH_EVENTS, pushAnswerSchema, type PushRequest } from '#domain/protocol/push.ts';
import { proofHeader, retiredPushText } from '#domain/protocol/retired.ts';
import { PROOF_HEADER, PROTOCOL_VERSION } from '#domain/protocol/version.ts';
import type { MainDb } from '#storage/databases/main-db.ts';
import { recordVerdicts, unsentEvents } from '#storage/outbox/outbox.ts';
import { takeForSending } from '#storage/outbox/undo.ts';
import { sha256Hex } from '#storage/person/device-key.ts';
import { readAs, type Call, type Identity } from '#sync/transport/call.ts';
import { jsonBody } from '#sync/transport/gzip.ts';
import { offeredEvent, pickBatch } from './push-lane.ts';

export type RetiredPushDeps = {
  readonly db: MainDb;
  readonly call: Call;
  readonly identity: Identity;
  /** Signs with the device key. */
  readonly sign: (text: string) => Promise<string>;
  readonly now: () => Millis;
  /** The clock of the server, as far as this run knows it. */
  readonly serverNow: () => Millis;
};

const open = { isOpen: () => true, failures: () => 0 };

/** Sends until nothing is left or a request fails; the next run tries again. */
export const pushAsRetired = async (deps: RetiredPushDeps): Promise<void> => {
  const { db, call, identity, sign, now, serverNow } = deps;
  for (;;) {
    const unsent = await unsentEvents(db);
    const batch = await takeForSending(db, pickBatch(unsent, open, MAX_PUSH_EVENTS, now()));
    if (batch.length === 0) return;
    const request: PushRequest = {
      protocol: PROTOCOL_VERSION,
      unsent: unsent.length,
      events: batch.map(offeredEvent),
    };
    const { headers, body } = await jsonBody(request);
    const sha256 = await sha256Hex(typeof body === 'string' ? new TextEncoder().encode(body) : body);
    const at = Math.round(serverNow());
    const proof = await sign(retiredPushText(identity.person, identity.device, at, sha256));
    const answered = await call.json(
      {
        method: 'POST',
        path: '/api/sync/push',
        headers: { ...headers, [PROOF_HEADER]: proofHeader(at, proof) },
        body,
      },
      readAs(pushAnswerSchema),
    );
    if (!answered.ok) return;
    const withoutVerdict = await recordVerdicts(db, batch, answered.value.verdicts);
    if (withoutVerdict.length > 0) return;
  }
};
