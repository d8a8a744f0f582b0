/**
 * The bound, tuned by hand: all texts in one gzipped body, all thumbnails in a few, then each photo by one PUT, with enough
 * at a time to fill the link. It does not resume: after a cut, a body is sent again from the start.
 */
import type { OpenClient, PeerReport } from './client.ts';
import { openPlainStore } from './plain-store.ts';
import { inParallel, post, untilItWorks } from './retry.ts';

const PHOTOS_AT_ONCE = 3;
const REPORTS_A_BODY = 50;
const PAUSE_MILLIS = 250;

const gzipped = (text: string): Promise<Blob> =>
  new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).blob();

const sendTexts = async (reports: readonly PeerReport[]): Promise<void> => {
  const body = await gzipped(JSON.stringify(reports.map((it) => it.text)));
  await untilItWorks(PAUSE_MILLIS, () => post('/peer/bound/texts', { body }));
};

const sendThumbnails = async (reports: readonly PeerReport[]): Promise<void> => {
  const thumbnails = reports.flatMap((it) => it.thumbnails.map(({ blob }) => blob));
  const lengths = new Uint32Array(thumbnails.map((it) => it.size));
  const body = new Blob([new Uint32Array([lengths.length]), lengths, ...thumbnails]);
  await untilItWorks(PAUSE_MILLIS, () => post('/peer/bound/thumbnails', { body }));
};

export const openBound: OpenClient = async () => {
  const store = await openPlainStore();
  return {
    save: store.save,
    send: async () => {
      const reports = await store.unsentReports();
      await sendTexts(reports);
      for (let at = 0; at < reports.length; at += REPORTS_A_BODY)
        await sendThumbnails(reports.slice(at, at + REPORTS_A_BODY));
      const hashes = reports.flatMap((it) => it.text.photos.map(({ sha256 }) => sha256));
      await inParallel(hashes, PHOTOS_AT_ONCE, async (sha256) => {
        const body = await store.photo(sha256);
        if (!body) return;
        await untilItWorks(PAUSE_MILLIS, () => post(`/peer/bound/photo/${sha256}`, { method: 'PUT', body }));
        await store.markPhoto(sha256);
      });
    },
  };
};
