import type { WorkReport } from '../../sync/work.ts';

/** The client of a peer. `send` resolves once the page has the confirmation of everything sent. */
export type PeerClient = {
  readonly save: (report: PeerReport) => Promise<void>;
  readonly send: () => Promise<void>;
};
export type OpenClient = () => Promise<PeerClient>;

export type PeerPicture = { readonly sha256: string; readonly blob: Blob };
export type PeerText = {
  readonly id: string;
  readonly building: string;
  readonly floor: string;
  readonly description: string;
  readonly lat: number;
  readonly lon: number;
  readonly reportedAt: string;
  readonly photos: readonly { readonly sha256: string; readonly bytes: number; readonly thumbnail: string }[];
};
export type PeerReport = {
  readonly text: PeerText;
  readonly photos: readonly PeerPicture[];
  readonly thumbnails: readonly PeerPicture[];
};

const START = Date.parse('2026-05-04T08:00:00+08:00');
const MINUTE = 60_000;

/** The work as plain JSON and blobs, for stores without signed events. */
export const asPeerReport = (report: WorkReport, at: number): PeerReport => {
  const { building, floor, description, lat, lon, photos } = report;
  const jpeg = (data: ArrayBuffer) => new Blob([data], { type: 'image/jpeg' });
  return {
    text: {
      id: crypto.randomUUID(),
      building,
      floor,
      description,
      lat,
      lon,
      reportedAt: new Date(START + at * MINUTE).toISOString(),
      photos: photos.map(({ photo, thumbnail }) => ({
        sha256: photo.sha256,
        bytes: photo.data.byteLength,
        thumbnail: thumbnail.sha256,
      })),
    },
    photos: photos.map(({ photo: { sha256, data } }) => ({ sha256, blob: jpeg(data) })),
    thumbnails: photos.map(({ thumbnail: { sha256, data } }) => ({ sha256, blob: jpeg(data) })),
  };
};
