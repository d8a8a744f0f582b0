import { distanceMetres, type LatLon } from '#domain/base/geometry.ts';
import { DAY, type Metres, type Millis } from '#domain/base/units.ts';
import type { EventId } from '#domain/ledger/ids.ts';
import type { ManifestPhoto } from '#domain/ledger/photo-manifest.ts';
import type { TimelineEntry } from '#domain/ledger/timeline.ts';
import { detailMessages } from './detail.ts';
import { duration, exactTime } from './format.ts';
import { metres } from './format-distance.ts';
import { t } from './messages.ts';

/** The report that a photo belongs to, with the events that brought its photos. */
export type PhotoReport = {
  readonly position: LatLon | null;
  readonly reportedAt: Millis;
  readonly timeline: readonly Pick<TimelineEntry, 'eventId' | 'at' | 'deviceAt'>[];
};

type Photo = Pick<ManifestPhoto, 'source' | 'takenAt' | 'position'> & { readonly eventId?: EventId };

/** The camera of the app writes the time of the phone's clock, which is as wrong as that of the event. */
const takenTime = ({ source, takenAt, eventId }: Photo, { timeline }: PhotoReport): Millis => {
  const taken = Date.parse(takenAt ?? '');
  const event = source === 'camera' && timeline.find((line) => line.eventId === eventId);
  return event ? taken + event.at - event.deviceAt : taken;
};

/** A photo from farther away shows another place. */
const FAR: Metres = 500;

export type PhotoOrigin = {
  /** Camera or album, when it was taken, and how far from the report. */
  readonly text: string;
  /** What the office must notice about it: an old photo, one with a later time, one of unknown age from the album, one from
   * far away. */
  readonly warning: string | null;
};

/** Where a photo comes from, and what does not fit its report. */
export const photoOrigin = (photo: Photo, report: PhotoReport): PhotoOrigin => {
  const { source, position } = photo;
  const messages = detailMessages();
  const taken = takenTime(photo, report);
  const age = report.reportedAt - taken;
  const distance = position && report.position ? distanceMetres(position, report.position) : 0;
  const isFar = distance > FAR;
  const isOld = age > DAY;
  const isLater = age < -DAY;
  const isUnknown = source === 'file' && Number.isNaN(age);
  const warnings = [
    isOld ? messages.takenBefore(duration(age)) : '',
    isLater ? messages.takenAfter(duration(-age)) : '',
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
