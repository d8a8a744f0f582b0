/**
 * Keeps the best fix while a form is open: the most accurate one of the last minute. A fix gets its time when it
 * reaches the page, because receivers use satellite time and phone clocks may be wrong. Its age is computed at the
 * save.
 */
import { isPlausible, type LatLon } from '#domain/base/geometry.ts';
import type { Millis } from '#domain/base/units.ts';

export type Fix = LatLon & { readonly accuracyMetres: number; readonly at: Millis };
export type PositionTrouble = 'denied' | 'unavailable' | 'insecure';

export type PositionBrowser = {
  readonly isSecureContext: boolean;
  readonly geolocation: Pick<Geolocation, 'watchPosition' | 'clearWatch'> | undefined;
  readonly now: () => Millis;
};

const KEEP_BEST: Millis = 60_000;
const PERMISSION_DENIED = 1;

const thisBrowser = (): PositionBrowser => ({
  isSecureContext: window.isSecureContext,
  geolocation: navigator.geolocation as Geolocation | undefined,
  now: Date.now,
});

/**
 * Returns a function that ends the watch. After `unavailable` a fix may still come; after `denied` and `insecure` none
 * will.
 */
export const watchPosition = (
  onFix: (fix: Fix) => void,
  onTrouble: (trouble: PositionTrouble) => void,
  { isSecureContext, geolocation, now }: PositionBrowser = thisBrowser(),
): (() => void) => {
  if (!isSecureContext || !geolocation) {
    onTrouble(isSecureContext ? 'unavailable' : 'insecure');
    return () => {};
  }
  let best: Fix | null = null;
  const watch = geolocation.watchPosition(
    ({ coords }) => {
      const fix = { lat: coords.latitude, lon: coords.longitude, accuracyMetres: coords.accuracy, at: now() };
      if (!isPlausible(fix) || !(fix.accuracyMetres >= 0)) return;
      if (best && fix.accuracyMetres > best.accuracyMetres && Math.abs(fix.at - best.at) <= KEEP_BEST) return;
      best = fix;
      onFix(fix);
    },
    ({ code }) => onTrouble(code === PERMISSION_DENIED ? 'denied' : 'unavailable'),
    { enableHighAccuracy: true, maximumAge: 0, timeout: 20_000 },
  );
  return () => geolocation.clearWatch(watch);
};
