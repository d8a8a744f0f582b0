import { KNOWN_HEADS_HEADER } from '#domain/protocol/version.ts';
import { allInHistory, readHead, headRefText, parseHeadRefs, type HeadRef } from '#server/ledger/history.ts';
import type { AppContext } from '#server/http/base/services.ts';

/** The ledger heads that the device received since its last pull; null if the header is malformed. */
export const knownHeadsIn = (c: AppContext): readonly HeadRef[] | null =>
  parseHeadRefs(c.req.header(KNOWN_HEADS_HEADER) ?? '');

/**
 * The ledger head of the region, for an answer about stored events or photos ([L8]). With it the device finds out later
 * whether a server was restored from an older backup. Empty if the device knows a head that is not in this history: the
 * device then keeps its heads until its next pull, which starts from the beginning.
 */
export const headFor = async (c: AppContext, region: string): Promise<{ readonly head?: string }> => {
  const db = c.var.services.store.read;
  const heads = knownHeadsIn(c);
  const head = await readHead(db, region);
  return heads !== null && (await allInHistory(db, region, heads, head)) ? { head: headRefText(head) } : {};
};
