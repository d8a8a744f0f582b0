import { describe, expect, test } from 'vitest';
import { watchPosition, type Fix, type PositionTrouble } from '#device/position.ts';

/** A receiver controlled by the test. */
const receiver = (isSecureContext = true) => {
  let now = 1_000_000;
  let onSuccess: PositionCallback = () => {};
  let onError: PositionErrorCallback | null | undefined;
  const fixes: Fix[] = [];
  const troubles: PositionTrouble[] = [];
  const cleared: number[] = [];
  const stop = watchPosition(
    (fix) => fixes.push(fix),
    (trouble) => troubles.push(trouble),
    {
      isSecureContext,
      now: () => now,
      geolocation: {
        watchPosition: (success, error) => {
          onSuccess = success;
          onError = error;
          return 7;
        },
        clearWatch: (id) => void cleared.push(id),
      },
    },
  );
  return {
    fixes,
    troubles,
    cleared,
    stop,
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
    phone.receive(30.2, 120.2, 8);
    phone.receive(30.3, 120.3, 900);
    expect(phone.fixes.map((fix) => fix.accuracyMetres)).toEqual([50, 8]);
    expect(phone.last()).toMatchObject({ lat: 30.2, lon: 120.2, at: 1_000_000 });
  });

  test('fix with equal accuracy → replaces the older one', () => {
    const phone = receiver();
    phone.receive(30.1, 120.1, 8);
    phone.advance(5_000);
    phone.receive(30.2, 120.2, 8);
    expect(phone.last()).toMatchObject({ lat: 30.2, at: 1_005_000 });
  });

  test('newer fix after a minute → replaces the older one', () => {
    const phone = receiver();
    phone.receive(30.1, 120.1, 8);
    phone.advance(60_000);
    phone.receive(30.2, 120.2, 40);
    expect(phone.last()?.accuracyMetres).toBe(8);
    phone.advance(1);
    phone.receive(30.3, 120.3, 40);
    expect(phone.last()?.accuracyMetres).toBe(40);
  });

  test('[D15c] newer fix after the clock was set back → replaces the older one', () => {
    const phone = receiver();
    phone.receive(30.1, 120.1, 8);
    phone.advance(-24 * 60 * 60_000);
    phone.receive(30.2, 120.2, 40);
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
    expect(phone.cleared).toEqual([7]);
  });
});

describe('trouble', () => {
  test('error codes → denied or unavailable', () => {
    const phone = receiver();
    for (const code of [1, 2, 3]) phone.fail(code);
    expect(phone.troubles).toEqual(['denied', 'unavailable', 'unavailable']);
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
      { isSecureContext: true, geolocation: undefined, now: () => 0 },
    );
    expect(troubles).toEqual(['unavailable']);
  });
});
