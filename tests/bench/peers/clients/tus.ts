/**
 * tus-js-client with its defaults: each report is one form with text and thumbnails, each photo one upload that resumes
 * after a cut; three at a time, in the order of the photos.
 */
import { Upload } from 'tus-js-client';
import type { OpenClient, PeerReport } from './client.ts';
import { formOf } from './form.ts';
import { openPlainStore } from './plain-store.ts';
import { inParallel, post, untilItWorks } from './retry.ts';

const AT_ONCE = 3;
const PAUSE_MILLIS = 1000;

const upload = (sha256: string, blob: Blob): Promise<void> =>
  new Promise((resolve, reject) => {
    const upload = new Upload(blob, {
      endpoint: '/peer/tus/files/',
      metadata: { sha256 },
      fingerprint: () => Promise.resolve(`tus-${sha256}`),
      removeFingerprintOnSuccess: true,
      onSuccess: () => resolve(),
      onError: reject,
    });
    void upload.findPreviousUploads().then(([before]) => {
      if (before) upload.resumeFromPreviousUpload(before);
      upload.start();
    });
  });

export const openTus: OpenClient = async () => {
  const store = await openPlainStore();
  const sendReport = async (report: PeerReport): Promise<void> => {
    await post('/peer/tus/report', { body: formOf(report) });
    await store.markReport(report);
  };
  const sendPhoto = async (sha256: string): Promise<void> => {
    const blob = await store.photo(sha256);
    if (!blob) return;
    await upload(sha256, blob);
    await store.markPhoto(sha256);
  };
  return {
    save: store.save,
    send: async () => {
      const steps = (await store.unsentReports()).flatMap((report) => [
        () => sendReport(report),
        ...report.text.photos.map(
          ({ sha256 }) =>
            () =>
              sendPhoto(sha256),
        ),
      ]);
      await inParallel(steps, AT_ONCE, (step) => untilItWorks(PAUSE_MILLIS, step));
    },
  };
};
