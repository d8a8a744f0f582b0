import { describe, expect, test } from 'vitest';
import { watchPosition, type Fix, type PositionTrouble } from '#device/position.ts';

/** A receiver that says what the test says. */
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
    passes: (millis: number) => (now += millis),
    sees: (latitude: number, longitude: number, accuracy: number) =>
      onSuccess({ coords: { latitude, longitude, accuracy }, timestamp: 0 } as GeolocationPosition),
    fails: (code: number) => onError?.({ code } as GeolocationPositionError),
    last: () => fixes.at(-1),
  };
};

describe('the best fix while a form is open', () => {
  test('a more accurate one wins, a coarser one does not', () => {
    const phone = receiver();
    phone.sees(30.1, 120.1, 50);
    phone.sees(30.2, 120.2, 8);
    phone.sees(30.3, 120.3, 900);
    expect(phone.fixes.map((fix) => fix.accuracyMetres)).toEqual([50, 8]);
    expect(phone.last()).toMatchObject({ lat: 30.2, lon: 120.2, at: 1_000_000 });
  });

  test('an equal one refreshes it', () => {
    const phone = receiver();
    phone.sees(30.1, 120.1, 8);
    phone.passes(5_000);
    phone.sees(30.2, 120.2, 8);
    expect(phone.last()).toMatchObject({ lat: 30.2, at: 1_005_000 });
  });

  test('after a minute any newer one wins', () => {
    const phone = receiver();
    phone.sees(30.1, 120.1, 8);
    phone.passes(60_000);
    phone.sees(30.2, 120.2, 40);
    expect(phone.last()?.accuracyMetres).toBe(8);
    phone.passes(1);
    phone.sees(30.3, 120.3, 40);
    expect(phone.last()?.accuracyMetres).toBe(40);
  });

  test('[D15c] after a clock set back any newer one wins', () => {
    const phone = receiver();
    phone.sees(30.1, 120.1, 8);
    phone.passes(-24 * 60 * 60_000);
    phone.sees(30.2, 120.2, 40);
    expect(phone.last()?.accuracyMetres).toBe(40);
  });

  test.each([
    [0, 0, 5],
    [Number.NaN, 120, 5],
    [95, 120, 5],
    [30, 200, 5],
    [30, 120, Number.NaN],
    [30, 120, -1],
  ])('%d, %d within %d m is refused', (lat, lon, accuracy) => {
    const phone = receiver();
    phone.sees(lat, lon, accuracy);
    expect(phone.fixes).toEqual([]);
  });

  test('stopping ends the watch', () => {
    const phone = receiver();
    phone.stop();
    expect(phone.cleared).toEqual([7]);
  });
});

describe('troubles', () => {
  test('denied is told from not available', () => {
    const phone = receiver();
    for (const code of [1, 2, 3]) phone.fails(code);
    expect(phone.troubles).toEqual(['denied', 'unavailable', 'unavailable']);
  });

  test('a fix after a trouble still comes', () => {
    const phone = receiver();
    phone.fails(3);
    phone.sees(30.1, 120.1, 8);
    expect(phone.fixes).toHaveLength(1);
  });

  test('without HTTPS nothing is asked', () => {
    const phone = receiver(false);
    phone.sees(30.1, 120.1, 8);
    expect(phone.troubles).toEqual(['insecure']);
    expect(phone.fixes).toEqual([]);
  });

  test('a browser without a receiver', () => {
    const troubles: PositionTrouble[] = [];
    watchPosition(
      () => {},
      (trouble) => troubles.push(trouble),
      { isSecureContext: true, geolocation: undefined, now: () => 0 },
    );
    expect(troubles).toEqual(['unavailable']);
  });
});
