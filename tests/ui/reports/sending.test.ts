import { expect, test } from 'vitest';
import type { ManifestPhoto } from '#domain/ledger/photo-manifest.ts';
import type { ReportSummary } from '#storage/subjects/my-reports.ts';
import { sendingOf } from '#ui/state/sync/sending.ts';
import { aManifestPhoto, aReportSummary } from '#tests/support/data/a-case.ts';

const nothing = {
  events: 0,
  thumbnails: 0,
  thumbnailBytes: 0,
  photos: 0,
  photoBytes: 0,
  unconfirmed: 0,
  lost: 0,
  lostBytes: 0,
  refused: 0,
};
const still = { inFlight: [], bytesPerSecond: null };

const photo = (name: string): ManifestPhoto => {
  const sha256 = name.repeat(64);
  return aManifestPhoto({ sha256, bytes: 900, thumbnail: { sha256, bytes: 100 } });
};

const report = (trust: ReportSummary['trust'], photos: readonly ManifestPhoto[]): ReportSummary =>
  aReportSummary({ trust, photos });

test('progress, a complete report → not waiting', () => {
  const sending = sendingOf([report({ kind: 'complete' }, [photo('a')])], nothing, still);
  expect(sending).toMatchObject({ reports: 0, allSafe: true });
});

test('progress, a photo in two reports → counted once', () => {
  const reports = [
    report({ kind: 'onPhone' }, [photo('a')]),
    report({ kind: 'onPhone' }, [photo('a'), photo('b')]),
  ];
  const left = { ...nothing, events: 2, thumbnails: 2, thumbnailBytes: 200, photos: 2, photoBytes: 1800 };
  expect(sendingOf(reports, left, still)).toMatchObject({
    reports: 2,
    texts: { sent: 0, of: 2 },
    photos: { sent: 0, of: 3 },
    bytes: { sent: 0, of: 2000 },
    allSafe: false,
  });
});

test('[D10b] progress, a lost photo → not waiting, and never counted as received', () => {
  const lost = report({ kind: 'photos', there: 2, of: 3, lost: 1 }, [photo('a'), photo('b'), photo('c')]);
  const left = { ...nothing, lost: 1, lostBytes: 900 };
  expect(sendingOf([lost], left, { ...still, bytesPerSecond: 100 })).toMatchObject({
    photos: { sent: 2, of: 3 },
    bytes: { sent: 2100, of: 3000 },
    timeLeft: null,
    waits: false,
    lost: 1,
    allSafe: false,
  });
});

test('time left, an upload in progress → from the speed and the bytes still to be sent', () => {
  const one = report({ kind: 'textReceived', there: 0, of: 1, lost: 0 }, [photo('a')]);
  const moving = { inFlight: [{ sha256: 'a', sentBytes: 400, totalBytes: 900 }], bytesPerSecond: 100 };
  const sending = sendingOf([one], { ...nothing, photos: 1, photoBytes: 900 }, moving);
  expect(sending.timeLeft).toBe(5000);
  expect(sending.bytes).toEqual({ sent: 500, of: 1000 });
});

test('progress, only a note is unsent → waiting', () => {
  expect(sendingOf([], { ...nothing, events: 1 }, still)).toMatchObject({ reports: 0, allSafe: false });
});

test('[D10a] progress, an added photo received and not confirmed → not all safe', () => {
  const sending = sendingOf([], { ...nothing, unconfirmed: 1 }, still);
  expect(sending).toMatchObject({ waits: true, allSafe: false });
});

test('[D10b] progress, an added photo is lost → not all safe, and not waiting', () => {
  const sending = sendingOf([], { ...nothing, lost: 1, lostBytes: 900 }, still);
  expect(sending).toMatchObject({ waits: false, lost: 1, allSafe: false });
});

test('[D10a] progress, a report from another phone with missing photos → not counted as saved here, and not all safe', () => {
  const elsewhere = { ...report({ kind: 'photos', there: 1, of: 2, lost: 0 }, [photo('a')]), isHere: false };
  const said = sendingOf([elsewhere], nothing, still);
  expect([said.reports, said.allSafe]).toEqual([0, false]);
});
