/**
 * Dead letters, for the admins of their region ([D16]). The paths keep the words of the wire.
 *
 *   GET  /api/letters                          open and resolved dead letters, a summary of each
 *   GET  /api/letters/{device}/{hash}          one dead letter, whole; …/export: the same as a file
 *   POST /api/letters/{device}/{hash}/replay   judges it again, unchanged
 *   POST /api/letters/{device}/{hash}/mend     replaces it by a correction, which the device of the admin signed
 */
import { capabilities } from '#domain/people/capabilities.ts';
import { MAX_EVENT_BYTES, signedEventSchema } from '#domain/ledger/envelope.ts';
import { parseMessage } from '#domain/protocol/answer.ts';
import { listDeadLetters, readDeadLetter, type DeadLetterRef } from '#server/ledger/dead-letters.ts';
import { correctDeadLetter, replayDeadLetter } from '#server/intake/admit-dead-letter.ts';
import { readAdmin } from '#server/http/base/admin.ts';
import { answer, refuse } from '#server/http/base/answer.ts';
import { readText } from '#server/http/base/body.ts';
import { readSender } from '#server/http/base/sender.ts';
import type { AppContext } from '#server/http/base/services.ts';
import type { Person } from '#domain/people/person.ts';

/** JSON may escape each byte of a text with six characters. */
const MAX_BYTES = MAX_EVENT_BYTES * 6;

const nameOf = (c: AppContext, { region }: Person): DeadLetterRef => ({
  region,
  device: c.req.param('device') ?? '',
  hash: c.req.param('hash') ?? '',
});

export const deadLetters = async (c: AppContext) => {
  const admin = await readAdmin(c);
  if (!admin.ok) return refuse(c, admin.error);
  return answer(c, await listDeadLetters(c.var.services.store.read, admin.value.region));
};

export const deadLetter = (as: 'answer' | 'file') => async (c: AppContext) => {
  const admin = await readAdmin(c);
  if (!admin.ok) return refuse(c, admin.error);
  const name = nameOf(c, admin.value);
  const found = await readDeadLetter(c.var.services.store.read, name);
  if (!found) return refuse(c, 'notFound');
  if (as === 'file')
    c.header('content-disposition', `attachment; filename="letter-${name.hash.slice(0, 12)}.json"`);
  return answer(c, found);
};

export const replay = async (c: AppContext) => {
  const { store, clock } = c.var.services;
  const admin = await readAdmin(c);
  if (!admin.ok) return refuse(c, admin.error);
  const { id: person } = admin.value;
  const outcome = await replayDeadLetter(store, nameOf(c, admin.value), { person, at: clock() });
  return outcome.ok ? answer(c, outcome.value) : refuse(c, outcome.error);
};

export const correct = async (c: AppContext) => {
  const { store, clock } = c.var.services;
  const sender = await readSender(c);
  if (!sender.ok) return refuse(c, sender.error);
  const { person, device, key } = sender.value;
  if (!capabilities[person.role].administers) return refuse(c, 'notPermitted');
  const text = await readText(c, MAX_BYTES);
  if (!text.ok) return refuse(c, text.error);
  const signed = parseMessage(signedEventSchema, text.value);
  if (!signed.ok) return refuse(c, signed.error);
  const by = { person: person.id, device, key };
  const outcome = await correctDeadLetter(store, nameOf(c, person), signed.value, by, clock());
  return outcome.ok ? answer(c, outcome.value) : refuse(c, outcome.error);
};
