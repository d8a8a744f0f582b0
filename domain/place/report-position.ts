/**
 * The position and the grid of a report: chosen by hand, or derived from fix, photos and place.
 *
 * Promises: a choice by hand is never overruled by a later fix or photo. A derived position follows its source: without
 * the photo that gave it, it is derived anew. A circle that may cover several grids gives no grid.
 */
import { distanceMetres, type LatLon, type Position } from '#domain/base/geometry.ts';
import type { Metres, Millis, Sha256 } from '#domain/base/units.ts';
import { gridAt, gridDistanceMetres, type Grid, type GridCode } from './grid.ts';
import type { Place } from './place.ts';

/** A measurement by the device. `at` is when the page received it, on the device's clock. */
export type Fix = LatLon & { readonly accuracyMetres: Metres; readonly at: Millis };

/** What the person chose. `given` is a pin, or the position that a resubmitted report already has. */
export type PositionChoice =
  | { readonly source: 'device' | 'place' | 'indoors' }
  | { readonly source: 'photo'; readonly sha256: Sha256 }
  | { readonly source: 'given'; readonly position: Position };

export type PhotoFacts = {
  readonly sha256: Sha256;
  readonly source: 'camera' | 'file';
  /** Since it was taken; null if unknown. */
  readonly ageMillis: Millis | null;
  readonly position: Position | null;
};

export type PositionFacts = {
  /** Null: the position is derived. */
  readonly choice: PositionChoice | null;
  readonly fix: Fix | null;
  readonly photos: readonly PhotoFacts[];
  /** The place that the report names. */
  readonly place: Place | null;
  /** False for a place that is still the one of the last report. */
  readonly isPlaceByHand: boolean;
  readonly grids: readonly Grid[];
  readonly now: Millis;
};

export type ReportPosition = {
  readonly position: Position | null;
  readonly grid: GridCode | null;
  /** The photos do not show where they were taken: the person must say. `position` is null then. */
  readonly isAsked: boolean;
};

/** A fix that is older does not show where the phone is now. */
const FIX_LIFE: Millis = 10 * 60_000;
/** Photos that are at most this old were taken here. */
const JUST_TAKEN: Millis = 15 * 60_000;
/** What phones return when they may use the approximate location only is a kilometre or more. */
export const APPROXIMATE: Metres = 200;
/** Up to this accuracy the middle of the circle decides the grid, as on a border any choice is a guess. */
const EXACT: Metres = 20;
/** A compound is about as large as this. Farther away the phone is not at the place. */
const AT_PLACE: Metres = 300;

const isAt = ({ lat, lon, accuracyMetres }: Position, place: Place): boolean =>
  distanceMetres({ lat, lon }, place.position) <= AT_PLACE + (accuracyMetres ?? 0);

const isApproximate = ({ accuracyMetres }: Position): boolean => (accuracyMetres ?? 0) > APPROXIMATE;

const positionOfFix = ({ lat, lon, accuracyMetres, at }: Fix, now: Millis): Position => ({
  lat,
  lon,
  accuracyMetres,
  ageMillis: Math.max(0, now - at),
  source: 'device',
});

/** Null without a fix that shows where the phone is now. */
export const presentPosition = (fix: Fix | null, now: Millis): Position | null =>
  fix && now - fix.at <= FIX_LIFE ? positionOfFix(fix, now) : null;

const positionOfPlace = ({ position: { lat, lon } }: Place): Position => ({
  lat,
  lon,
  accuracyMetres: null,
  ageMillis: null,
  source: 'place',
});

/** The camera of the form took its photos here, if it did not note when. */
const isJustTaken = ({ source, ageMillis }: PhotoFacts): boolean =>
  ageMillis === null ? source === 'camera' : Math.abs(ageMillis) <= JUST_TAKEN;

const mayBeElsewhere = (photos: readonly PhotoFacts[]): boolean =>
  photos.length > 0 && !photos.some(isJustTaken);

/** Where the device was when its camera took the first photo with a fix. */
const positionOfShot = (photos: readonly PhotoFacts[]): Position | null => {
  const shot = photos.find(({ source, position }) => source === 'camera' && position !== null);
  if (!shot?.position) return null;
  const sinceShot = Math.max(0, shot.ageMillis ?? 0);
  return { ...shot.position, ageMillis: sinceShot + (shot.position.ageMillis ?? 0) };
};

/** The better of the fix of now and the one at the shutter, unless the device has moved away from the latter since. */
const positionOfDevice = (facts: PositionFacts): Position | null => {
  const live = presentPosition(facts.fix, facts.now);
  const shot = positionOfShot(facts.photos);
  if (!shot) return mayBeElsewhere(facts.photos) ? null : live;
  if (!live) return shot;
  const [liveRadius, shotRadius] = [live.accuracyMetres ?? 0, shot.accuracyMetres ?? 0];
  const hasMoved = distanceMetres(live, shot) > liveRadius + shotRadius;
  return hasMoved || shotRadius < liveRadius ? shot : live;
};

/** Of the first photo with a position, if all photos come from the album. */
const positionInAlbum = (photos: readonly PhotoFacts[]): Position | null =>
  photos.every(({ source }) => source === 'file')
    ? (photos.find(({ position }) => position !== null)?.position ?? null)
    : null;

const derive = (facts: PositionFacts): Omit<ReportPosition, 'grid'> => {
  const place = facts.isPlaceByHand ? facts.place : null;
  const found = positionInAlbum(facts.photos) ?? positionOfDevice(facts);
  const isGood = found !== null && !isApproximate(found) && (place === null || isAt(found, place));
  if (isGood) return { position: found, isAsked: false };
  if (place) return { position: positionOfPlace(place), isAsked: false };
  return { position: found, isAsked: found === null && mayBeElsewhere(facts.photos) };
};

/** Null if the choice has lost its source: the photo was removed, or no place is chosen any more. */
const chosen = (facts: PositionFacts): { readonly position: Position | null } | null => {
  const { choice, fix, photos, place, now } = facts;
  switch (choice?.source) {
    case undefined:
      return null;
    case 'indoors':
      return { position: null };
    case 'given':
      return { position: choice.position };
    case 'device':
      return { position: fix && { ...positionOfFix(fix, now), byHand: true } };
    case 'place':
      return place && { position: { ...positionOfPlace(place), byHand: true } };
    case 'photo': {
      const position = photos.find(({ sha256 }) => sha256 === choice.sha256)?.position;
      return position ? { position: { ...position, byHand: true } } : null;
    }
  }
};

/** The grid that contains all points at which the report may have been made; null if there are several or none. */
const certainGrid = (grids: readonly Grid[], position: Position): GridCode | null => {
  const grid = gridAt(grids, position);
  const radius = position.accuracyMetres ?? 0;
  if (grid === null || radius > APPROXIMATE) return null;
  const isShared = grids.some(
    (it) => it !== grid && !it.retired && gridDistanceMetres(it, position) <= radius,
  );
  return radius > EXACT && isShared ? null : grid.code;
};

/** A pin decides the grid, then the place that the person chose, then the position. */
const gridOf = ({ grids, place, isPlaceByHand }: PositionFacts, position: Position | null) => {
  if (place && isPlaceByHand && position?.source !== 'pin') return place.grid;
  return (position && certainGrid(grids, position)) ?? place?.grid ?? null;
};

export const reportPosition = (facts: PositionFacts): ReportPosition => {
  const { position, isAsked } = { isAsked: false, ...(chosen(facts) ?? derive(facts)) };
  return { position, isAsked, grid: isAsked ? null : gridOf(facts, position) };
};
