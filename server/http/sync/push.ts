import { parseMessage } from '#domain/protocol/answer.ts';
import { MAX_PUSH_BYTES, MAX_PUSH_INFLATED_BYTES, pushRequestSchema } from '#domain/protocol/push.ts';
import { OLDEST_PROTOCOL, PROOF_HEADER, PROTOCOL_VERSION } from '#domain/protocol/version.ts';
import { checkEvent } from '#server/ledger/check-event.ts';
import { answer, refuse } from '#server/http/base/answer.ts';
import { readBytes, textOf } from '#server/http/base/body.ts';
import { headFor } from './known-heads.ts';
import { readRetiredSender, readSender, refuseSender } from '#server/http/base/sender.ts';
import type { AppContext } from '#server/http/base/services.ts';

/**
 * POST /api/sync/push: answers one verdict for each event, once the events are durable ([P5]). The device of a retired person
 * pushes without a session; nothing of it is applied ([N6]).
 */
export const push = async (c: AppContext) => {
  const { pushes, receipts, clock } = c.var.services;
  const signedIn = await readSender(c);
  // Only the device of a retired person may send a body without a session.
  const isProven = !signedIn.ok && signedIn.error === 'notSignedIn' && c.req.header(PROOF_HEADER);
  if (!signedIn.ok && !isProven) return refuseSender(c, signedIn.error);
  const body = await readBytes(c, MAX_PUSH_BYTES);
  if (!body.ok) return refuse(c, body.error);
  const sender = signedIn.ok ? signedIn : await readRetiredSender(c, body.value);
  if (!sender.ok) return refuseSender(c, sender.error);
  const text = await textOf(c, body.value, MAX_PUSH_INFLATED_BYTES);
  if (!text.ok) return refuse(c, text.error);
  const request = parseMessage(pushRequestSchema, text.value);
  if (!request.ok) return refuse(c, request.error);
  const { protocol, unsent, events } = request.value;
  if (protocol < OLDEST_PROTOCOL) return refuse(c, 'upgradeNeeded');
  if (protocol > PROTOCOL_VERSION) return refuse(c, 'busy');
  const { person, device, key } = sender.value;
  const receivedEvents = await Promise.all(
    events.map(async ({ receipt, ...signed }) => {
      const received = await checkEvent(signed, { person: person.id, device, key });
      const isKnown =
        receipt !== undefined &&
        receipts.isOurs(receipts.event(received.hash, receipt.receivedAt), receipt.signature);
      return isKnown ? { ...received, receivedAt: receipt.receivedAt } : received;
    }),
  );
  const receivedAt = clock();
  const verdicts = await pushes.take({
    person,
    device,
    receivedEvents,
    unsent: Math.min(unsent, Number.MAX_SAFE_INTEGER),
    receivedAt,
  });
  return answer(c, { verdicts, ...(await headFor(c, person.region)) });
};
