import { noteUnsent } from '#server/auth/devices.ts';
import { authorityOf } from '#domain/people/authority.ts';
import { pullPage } from '#server/ledger/pull.ts';
import { incompleteEvents } from '#server/photos/claims.ts';
import { answer, refuse } from '#server/http/base/answer.ts';
import { knownHeadsIn } from './known-heads.ts';
import { readSender } from '#server/http/base/sender.ts';
import type { AppContext } from '#server/http/base/services.ts';

/** The number of unsent events on the device; null if the request has none, as of older clients. */
const unsentIn = (c: AppContext): number | null => {
  const text = c.req.query('unsent') ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
};

/** GET /api/sync/pull?cursor=&unsent=: the next page of the subjects and reference data that this person may see. */
export const pull = async (c: AppContext) => {
  const sender = await readSender(c);
  if (!sender.ok) return refuse(c, sender.error);
  const { store, clock } = c.var.services;
  const viewer = authorityOf(sender.value.person);
  const unsent = unsentIn(c);
  if (unsent !== null) await noteUnsent(store, sender.value.device, unsent, clock());
  const cursor = c.req.query('cursor') ?? null;
  const page = await pullPage(store, viewer, cursor, knownHeadsIn(c), c.var.protocol);
  return answer(c, { ...page, incomplete: await incompleteEvents(store.read, sender.value.device) });
};
