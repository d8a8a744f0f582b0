import { parseMessage } from '#domain/protocol/answer.ts';
import { MAX_PUSH_BYTES, MAX_PUSH_INFLATED_BYTES, pushRequestSchema } from '#domain/protocol/push.ts';
import { OLDEST_PROTOCOL, PROTOCOL_VERSION } from '#domain/protocol/version.ts';
import { checkEvent } from '#server/ledger/check-event.ts';
import { answer, refuse } from '#server/http/base/answer.ts';
import { readText } from '#server/http/base/body.ts';
import { headFor } from './known-heads.ts';
import { readSender } from '#server/http/base/sender.ts';
import type { AppContext } from '#server/http/base/services.ts';

/** POST /api/sync/push: answers one verdict for each event, once the events are durable ([P5]). */
export const push = async (c: AppContext) => {
  const { pushes, receipts, clock } = c.var.services;
  const sender = await readSender(c);
  if (!sender.ok) return refuse(c, sender.error);
  const text = await readText(c, MAX_PUSH_BYTES, MAX_PUSH_INFLATED_BYTES);
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
