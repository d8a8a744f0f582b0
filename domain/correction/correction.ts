/**
 * A correction: the event of an author with another body. Everything else of the author's text stays word for word. The desk writes and
 * signs it; the server compares it with the dead letter by the same function.
 */
import type { Sha256 } from '#domain/base/units.ts';
import { readEnvelope } from '#domain/ledger/envelope.ts';
import type { DeviceId, EventId, PersonId } from '#domain/ledger/ids.ts';
import { isEventType, type LedgerEvent } from '#domain/subjects.ts';

/** A rejected submission: its text and its sender. */
export type SentText = {
  readonly text: string;
  readonly hash: Sha256;
  readonly person: PersonId;
  readonly device: DeviceId;
};

/** Null if the envelope cannot be read, or names another author or device than the sender. */
export const correctedEvent = (
  sent: SentText,
  { id, by, device }: { readonly id: EventId; readonly by: PersonId; readonly device: DeviceId },
  body: LedgerEvent['body'],
): LedgerEvent | null => {
  const envelope = readEnvelope(sent.text);
  if (!envelope || !isEventType(envelope.type)) return null;
  if (envelope.author !== sent.person || envelope.device !== sent.device) return null;
  const mended = { origin: envelope.id, hash: sent.hash, by, device };
  return { ...envelope, id, mended, body } as LedgerEvent;
};
