import * as v from 'valibot';
import type { ErrorCode } from './base/errors.ts';
import { err, ok, type Result } from './base/result.ts';
import { schemas } from './base/schemas.ts';
import { hasOnlyStorableText } from './base/text.ts';
import { envelopeSchema } from './ledger/envelope.ts';
import { isEventType, subjectModules, type EventType, type LedgerEvent } from './subjects.ts';

/** The schema of every event body, by type. */
export const bodySchemas = Object.fromEntries(
  subjectModules.flatMap(({ acts }) => acts.map((act) => [act.type, act.body(schemas)])),
) as Readonly<Record<EventType, v.GenericSchema>>;

/** Reads an event's text. Errors: unreadableEvent, forbiddenText, unknownType. */
export const parseEvent = (text: string): Result<LedgerEvent, ErrorCode> => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return err('unreadableEvent');
  }
  if (!hasOnlyStorableText(json)) return err('forbiddenText');
  const envelope = v.safeParse(envelopeSchema, json);
  if (!envelope.success) return err('unreadableEvent');
  const { type } = envelope.output;
  if (!isEventType(type) || !type.startsWith(`${envelope.output.subject.kind}.`)) return err('unknownType');
  const body = v.safeParse(bodySchemas[type], (json as { body?: unknown }).body);
  if (!body.success) return err('unreadableEvent');
  return ok({ ...envelope.output, type, body: body.output } as LedgerEvent);
};
