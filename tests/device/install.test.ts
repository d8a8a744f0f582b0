import { describe, expect, test } from 'vitest';
import { createInstaller } from '#device/install.ts';
import { httpsCapabilities, missingForHttps } from '#device/secure-context.ts';

const android = 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36';
const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari';
const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari';

const browser = ({ userAgent = android, maxTouchPoints = 5, standalone = false } = {}) => ({
  window: Object.assign(new EventTarget(), { matchMedia: () => ({ matches: standalone }) }),
  navigator: { userAgent, maxTouchPoints },
});

const offer = (outcome: 'accepted' | 'dismissed') =>
  Object.assign(new Event('beforeinstallprompt', { cancelable: true }), {
    prompt: async () => {},
    userChoice: Promise.resolve({ outcome }),
  });

describe('installing', () => {
  test.each(['accepted', 'dismissed'] as const)('offer → kept until it is used: %s', async (outcome) => {
    const fake = browser();
    const installer = createInstaller(fake);
    let changes = 0;
    const stop = installer.subscribe(() => (changes += 1));
    expect(installer.state().offered).toBe(false);

    const event = offer(outcome);
    fake.window.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    expect(installer.state().offered).toBe(true);

    expect(await installer.prompt()).toBe(outcome);
    expect(installer.state().offered).toBe(false);
    expect(await installer.prompt()).toBe('unavailable');
    expect(changes).toBe(2);
    stop();
    fake.window.dispatchEvent(offer(outcome));
    expect(changes).toBe(2);
  });

  test('installed from the browser’s own menu → the offer is removed', () => {
    const fake = browser();
    const installer = createInstaller(fake);
    fake.window.dispatchEvent(offer('accepted'));
    fake.window.dispatchEvent(new Event('appinstalled'));
    expect(installer.state().offered).toBe(false);
  });

  test.each([
    [iphone, 5, true],
    [mac, 5, true],
    [mac, 0, false],
    [android, 5, false],
  ])('%s with %i touch points → home-screen hint %s', (userAgent, maxTouchPoints, ios) => {
    expect(createInstaller(browser({ userAgent, maxTouchPoints })).state().ios).toBe(ios);
  });

  const macChrome =
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/130.0 Safari/537';
  test.each([
    [iphone, 5, true],
    [mac, 5, true],
    [mac, 0, true],
    [macChrome, 0, false],
    [android, 5, false],
  ])(
    '%s with %i touch points → the installed app has a storage of its own: %s',
    (userAgent, maxTouchPoints, own) => {
      expect(createInstaller(browser({ userAgent, maxTouchPoints })).state().hasOwnStorage).toBe(own);
    },
  );

  test('installed app → standalone, also where only iOS reports it', () => {
    expect(createInstaller(browser({ standalone: true })).state().standalone).toBe(true);
    const ios = browser({ userAgent: iphone });
    expect(createInstaller(ios).state().standalone).toBe(false);
    const onHomeScreen = { ...ios, navigator: { ...ios.navigator, standalone: true } };
    expect(createInstaller(onHomeScreen).state().standalone).toBe(true);
  });
});

test('missingForHttps → lists the capabilities only without HTTPS', () => {
  expect(missingForHttps(true)).toEqual([]);
  expect(missingForHttps(false)).toEqual([...httpsCapabilities]);
});
