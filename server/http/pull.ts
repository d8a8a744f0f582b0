import { authorityOf } from '#server/ledger/authority.ts';
import { pullPage } from '#server/ledger/pull.ts';
import { answer, refuse } from './answer.ts';
import { readSender } from './sender.ts';
import type { AppContext } from './services.ts';

/** GET /api/sync/pull?cursor=: the next page of what this person may see. */
export const pull = async (c: AppContext) => {
  const sender = await readSender(c);
  if (!sender.ok) return refuse(c, sender.error);
  const viewer = authorityOf(sender.value.person);
  return answer(c, await pullPage(c.var.services.store, viewer, c.req.query('cursor') ?? null));
};
