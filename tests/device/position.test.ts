import { describe, expect, test } from 'vitest';
import { watchPosition, type PositionTrouble } from '#device/position.ts';
import type { Fix } from '#domain/place/report-position.ts';

/** A receiver controlled by the test. */
const receiver = (isSecureContext = true) => {
  let now = 1_000_000;
  let onSuccess: PositionCallback = () => {};
  let onError: PositionErrorCallback | null | undefined;
  const fixes: Fix[] = [];
  const troubles: PositionTrouble[] = [];
  const cleared: number[] = [];
  let watches = 0;
  let returns: (() => void) | null = null;
  const watch = watchPosition(
    (fix) => fixes.push(fix),
    (trouble) => troubles.push(trouble),
    {
      isSecureContext,
      now: () => now,
      geolocation: {
        watchPosition: (success, error) => {
          onSuccess = success;
          onError = error;
          return ++watches;
        },
        clearWatch: (id) => void cleared.push(id),
      },
      onReturn: (call) => {
        returns = call;
        return () => (returns = null);
      },
    },
  );
  return {
    fixes,
    troubles,
    cleared,
    watches: () => watches,
    ...watch,
    comesBack: () => returns?.(),
    advance: (millis: number) => (now += millis),
    receive: (latitude: number, longitude: number, accuracy: number) =>
      onSuccess({ coords: { latitude, longitude, accuracy }, timestamp: 0 } as GeolocationPosition),
    fail: (code: number) => onError?.({ code } as GeolocationPositionError),
    last: () => fixes.at(-1),
  };
};

describe('best fix', () => {
  test('more accurate fix → replaces the older one; a coarser fix does not', () => {
    const phone = receiver();
    phone.receive(30.1, 120.1, 50);
    phone.receive(30.1002, 120.1, 8);
    phone.receive(30.1004, 120.1, 900);
    expect(phone.fixes.map((fix) => fix.accuracyMetres)).toEqual([50, 8]);
    expect(phone.last()).toMatchObject({ lat: 30.1002, lon: 120.1, at: 1_000_000 });
  });

  test('fix with equal accuracy → replaces the older one', () => {
    const phone = receiver();
    phone.receive(30.1, 120.1, 8);
    phone.advance(5_000);
    phone.receive(30.2, 120.2, 8);
    expect(phone.last()).toMatchObject({ lat: 30.2, at: 1_005_000 });
  });

  test('less accurate fix at the same spot → replaces the older one once the phone may have moved that far', () => {
    const phone = receiver();
    phone.receive(30.1, 120.1, 8);
    phone.advance(60_000);
    phone.receive(30.1001, 120.1, 40);
    expect(phone.last()?.accuracyMetres).toBe(8);
    phone.advance(4_000);
    phone.receive(30.1001, 120.1, 40);
    expect(phone.last()?.accuracyMetres).toBe(40);
  });

  test('[W4a] less accurate fix 80 m away, a second later → replaces the older one', () => {
    const phone = receiver();
    phone.receive(30.1, 120.1, 5);
    phone.advance(1_000);
    phone.receive(30.10072, 120.1, 8);
    expect(phone.last()).toMatchObject({ lat: 30.10072, accuracyMetres: 8 });
  });

  test('approximate fix around the exact one → ignored', () => {
    const phone = receiver();
    phone.receive(30.1, 120.1, 5);
    phone.advance(30_000);
    phone.receive(30.11, 120.11, 2000);
    expect(phone.last()?.accuracyMetres).toBe(5);
  });

  test('[D15c] newer fix after the clock was set back → replaces the older one', () => {
    const phone = receiver();
    phone.receive(30.1, 120.1, 8);
    phone.advance(-24 * 60 * 60_000);
    phone.receive(30.1, 120.1, 40);
    expect(phone.last()?.accuracyMetres).toBe(40);
  });

  test.each([
    [0, 0, 5],
    [Number.NaN, 120, 5],
    [95, 120, 5],
    [30, 200, 5],
    [30, 120, Number.NaN],
    [30, 120, -1],
  ])('fix at %d, %d within %d m → ignored', (lat, lon, accuracy) => {
    const phone = receiver();
    phone.receive(lat, lon, accuracy);
    expect(phone.fixes).toEqual([]);
  });

  test('stop → ends the watch', () => {
    const phone = receiver();
    phone.stop();
    expect(phone.cleared).toEqual([1]);
    phone.comesBack();
    expect(phone.watches()).toBe(1);
  });
});

describe('trouble', () => {
  test('error codes → denied or unavailable', () => {
    const phone = receiver();
    for (const code of [1, 2, 3]) phone.fail(code);
    expect(phone.troubles).toEqual(['denied', 'unavailable', 'unavailable']);
  });

  test('[W6] denied, the person comes back from the settings → a new watch, and its fix is reported', () => {
    const phone = receiver();
    phone.fail(1);
    phone.comesBack();
    expect([phone.watches(), phone.cleared]).toEqual([2, [1]]);
    phone.receive(30.1, 120.1, 8);
    expect(phone.fixes).toHaveLength(1);
  });

  test('[W6] locate again → a new watch', () => {
    const phone = receiver();
    phone.again();
    expect([phone.watches(), phone.cleared]).toEqual([2, [1]]);
  });

  test('fix after a trouble → is reported', () => {
    const phone = receiver();
    phone.fail(3);
    phone.receive(30.1, 120.1, 8);
    expect(phone.fixes).toHaveLength(1);
  });

  test('no HTTPS → insecure, and no watch', () => {
    const phone = receiver(false);
    phone.receive(30.1, 120.1, 8);
    expect(phone.troubles).toEqual(['insecure']);
    expect(phone.fixes).toEqual([]);
  });

  test('browser without geolocation → unavailable', () => {
    const troubles: PositionTrouble[] = [];
    watchPosition(
      () => {},
      (trouble) => troubles.push(trouble),
      { isSecureContext: true, geolocation: undefined, now: () => 0, onReturn: () => () => {} },
    );
    expect(troubles).toEqual(['unavailable']);
  });
});
