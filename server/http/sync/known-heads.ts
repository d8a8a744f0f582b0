import { SEEN_HEADER } from '#domain/protocol/version.ts';
import { areOurs, headOf, placeText, readPlaces, type Place } from '#server/ledger/history.ts';
import type { AppContext } from '#server/http/base/services.ts';

/** The places in the region's history on which the device says it stands; null for what no server of ours ever told. */
export const placesIn = (c: AppContext): readonly Place[] | null =>
  readPlaces(c.req.header(SEEN_HEADER) ?? '');

/**
 * The head of the region's history, for an answer that tells what the ledger holds: by it the device will know whether
 * a server it meets later still does. Told only to a device whose own places are all in this history: one that has seen
 * another keeps what it knows until a pull finds out.
 */
export const headFor = async (c: AppContext, region: string): Promise<{ readonly head?: string }> => {
  const db = c.var.services.store.read;
  const places = placesIn(c);
  const head = await headOf(db, region);
  return places !== null && (await areOurs(db, region, places, head)) ? { head: placeText(head) } : {};
};
