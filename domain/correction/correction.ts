/**
 * An event the office mends: what its author's text says stays word for word, only the body is another. The desk writes
 * and signs it, the server holds it against the letter by the same function.
 */
import type { Sha256 } from '#domain/base/units.ts';
import { readEnvelope } from '#domain/ledger/envelope.ts';
import type { DeviceId, EventId, PersonId } from '#domain/ledger/ids.ts';
import { isEventType, type LedgerEvent } from '#domain/subjects.ts';

/** What could not be taken: its text, and who sent it. */
export type SentText = {
  readonly text: string;
  readonly hash: Sha256;
  readonly person: PersonId;
  readonly device: DeviceId;
};

/** Null when its text does not even say what it is about, or speaks for somebody else. */
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
