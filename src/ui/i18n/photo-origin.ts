import { distanceMetres, type LatLon } from '#domain/base/geometry.ts';
import { DAY, type Metres, type Millis } from '#domain/base/units.ts';
import type { ManifestPhoto } from '#domain/ledger/photo-manifest.ts';
import { detailMessages } from './detail.ts';
import { duration, exactTime } from './format.ts';
import { metres } from './format-distance.ts';
import { t } from './messages.ts';

/** The report that a photo belongs to. */
export type PhotoReport = { readonly position: LatLon | null; readonly reportedAt: Millis };

/** A photo from farther away shows another place. */
const FAR: Metres = 500;

export type PhotoOrigin = {
  /** Camera or album, when it was taken, and how far from the report. */
  readonly text: string;
  /** What the office must notice about it: an old photo, one of unknown age from the album, one from far away. */
  readonly warning: string | null;
};

/** Where a photo comes from, and what does not fit its report. */
export const photoOrigin = (
  { source, takenAt, position }: Pick<ManifestPhoto, 'source' | 'takenAt' | 'position'>,
  report: PhotoReport,
): PhotoOrigin => {
  const messages = detailMessages();
  const taken = Date.parse(takenAt ?? '');
  const age = report.reportedAt - taken;
  const distance = position && report.position ? distanceMetres(position, report.position) : 0;
  const isFar = distance > FAR;
  const isOld = age > DAY;
  const isUnknown = source === 'file' && Number.isNaN(age);
  const warnings = [
    isOld ? messages.takenBefore(duration(age)) : '',
    isUnknown ? messages.takenUnknown : '',
    isFar ? messages.takenAway(metres(distance)) : '',
  ].filter(Boolean);
  const from = messages.photoSources[source];
  const when = Number.isNaN(age) ? '' : messages.takenAt(exactTime(taken));
  return {
    text: [from, when, ...warnings].filter(Boolean).join(t().separator),
    warning: warnings.length > 0 ? [from, ...warnings].join(t().separator) : null,
  };
};
