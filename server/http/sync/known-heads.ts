import { KNOWN_HEADS_HEADER } from '#domain/protocol/version.ts';
import { allInHistory, readHead, headRefText, parseHeadRefs, type HeadRef } from '#server/ledger/history.ts';
import type { AppContext } from '#server/http/base/services.ts';

/** The places in the region's history on which the device says it stands; null for what no server of ours ever told. */
export const knownHeadsIn = (c: AppContext): readonly HeadRef[] | null =>
  parseHeadRefs(c.req.header(KNOWN_HEADS_HEADER) ?? '');

/**
 * The head of the region's history, for an answer that tells what the ledger holds: by it the device will know whether
 * a server it meets later still does. Told only to a device whose own places are all in this history: one that has seen
 * another keeps what it knows until a pull finds out.
 */
export const headFor = async (c: AppContext, region: string): Promise<{ readonly head?: string }> => {
  const db = c.var.services.store.read;
  const heads = knownHeadsIn(c);
  const head = await readHead(db, region);
  return heads !== null && (await allInHistory(db, region, heads, head)) ? { head: headRefText(head) } : {};
};
