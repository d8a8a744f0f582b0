import { noteUnsent, type DeviceNews } from '#server/auth/devices.ts';
import { APP_HEADER } from '#domain/protocol/version.ts';
import { authorityOf } from '#domain/people/authority.ts';
import { pullPage } from '#server/ledger/pull.ts';
import { incompleteEvents } from '#server/photos/claims.ts';
import { answer } from '#server/http/base/answer.ts';
import { knownHeadsIn } from './known-heads.ts';
import { readSender, refuseSender } from '#server/http/base/sender.ts';
import type { AppContext } from '#server/http/base/services.ts';

/** What the device says of itself; null if the request has no number of unsent events, as of older clients. */
const newsIn = (c: AppContext): DeviceNews | null => {
  const [unsent = '', oldest = ''] = [c.req.query('unsent'), c.req.query('oldest')];
  if (!/^\d{1,9}$/.test(unsent)) return null;
  const app = c.req.header(APP_HEADER) ?? '';
  return {
    unsent: Number(unsent),
    oldest: Number(unsent) > 0 && /^\d{1,15}$/.test(oldest) ? Number(oldest) : null,
    app: /^[\w.+-]{1,40}$/.test(app) ? app : null,
  };
};

/** GET /api/sync/pull?cursor=&unsent=&oldest=: the next page of the subjects and reference data that this person may see. */
export const pull = async (c: AppContext) => {
  const sender = await readSender(c);
  if (!sender.ok) return refuseSender(c, sender.error);
  const { store, clock } = c.var.services;
  const viewer = authorityOf(sender.value.person);
  const news = newsIn(c);
  if (news !== null) await noteUnsent(store, sender.value.device, news, clock());
  const cursor = c.req.query('cursor') ?? null;
  const page = await pullPage(store, viewer, cursor, knownHeadsIn(c), c.var.protocol);
  return answer(c, { ...page, incomplete: await incompleteEvents(store.read, sender.value.device) });
};
