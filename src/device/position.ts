/**
 * Keeps the best fix while a form is open.
 *
 * A fix is replaced by one that is as accurate, by one that shows that the phone has moved, or when the phone may have
 * moved farther than the accuracy of the new one. A fix gets its time when it reaches the page, because receivers use
 * satellite time and phone clocks may be wrong. Its age is computed at the save.
 */
import { distanceMetres, isPlausible } from '#domain/base/geometry.ts';
import type { Metres, Millis } from '#domain/base/units.ts';
import type { Fix } from '#domain/place/report-position.ts';
import { onPermissionReturn } from './permission.ts';

export type PositionTrouble = 'denied' | 'unavailable' | 'insecure';

export type PositionBrowser = {
  readonly isSecureContext: boolean;
  readonly geolocation: Pick<Geolocation, 'watchPosition' | 'clearWatch'> | undefined;
  readonly now: () => Millis;
  /** Calls back when the person may have changed a permission. Returns a function that ends it. */
  readonly onReturn: (call: () => void) => () => void;
};

export type PositionWatch = {
  /** Asks the receiver anew. */
  readonly again: () => void;
  readonly stop: () => void;
};

/** A slow walk: a fix of a minute ago may be wrong by 30 m more. */
const METRES_PER_SECOND: Metres = 0.5;
const PERMISSION_DENIED = 1;

const thisBrowser = (): PositionBrowser => ({
  isSecureContext: window.isSecureContext,
  geolocation: navigator.geolocation as Geolocation | undefined,
  now: Date.now,
  onReturn: (call) => onPermissionReturn('geolocation', call),
});

const isBetter = (next: Fix, best: Fix): boolean => {
  const seconds = Math.abs(next.at - best.at) / 1000;
  return (
    next.accuracyMetres <= best.accuracyMetres + METRES_PER_SECOND * seconds ||
    distanceMetres(next, best) > next.accuracyMetres + best.accuracyMetres
  );
};

/** After `unavailable` a fix may still come; after `denied` only if the person allows it. After `insecure` none will. */
export const watchPosition = (
  onFix: (fix: Fix) => void,
  onTrouble: (trouble: PositionTrouble) => void,
  { isSecureContext, geolocation, now, onReturn }: PositionBrowser = thisBrowser(),
): PositionWatch => {
  if (!isSecureContext || !geolocation) {
    onTrouble(isSecureContext ? 'unavailable' : 'insecure');
    return { again: () => {}, stop: () => {} };
  }
  let best: Fix | null = null;
  const receive = ({ coords }: GeolocationPosition): void => {
    const fix = { lat: coords.latitude, lon: coords.longitude, accuracyMetres: coords.accuracy, at: now() };
    if (!isPlausible(fix) || !(fix.accuracyMetres >= 0)) return;
    if (best && !isBetter(fix, best)) return;
    best = fix;
    onFix(fix);
  };
  const start = (): number =>
    geolocation.watchPosition(
      receive,
      ({ code }) => onTrouble(code === PERMISSION_DENIED ? 'denied' : 'unavailable'),
      { enableHighAccuracy: true, maximumAge: 0, timeout: 20_000 },
    );
  let watch = start();
  const again = (): void => {
    geolocation.clearWatch(watch);
    watch = start();
  };
  const endReturns = onReturn(again);
  return {
    again,
    stop: () => {
      endReturns();
      geolocation.clearWatch(watch);
    },
  };
};
