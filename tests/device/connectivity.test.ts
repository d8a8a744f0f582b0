import { expect, test } from 'vitest';
import { watchConnectivity, type Connectivity } from '#device/connectivity.ts';

const browser = () => {
  const window = new EventTarget();
  const document = Object.assign(new EventTarget(), {
    visibilityState: 'visible' as DocumentVisibilityState,
  });
  const navigator = { onLine: true };
  return { window, document, navigator };
};

test('watchConnectivity → reports the state at once and at every change until it is stopped', () => {
  const fake = browser();
  const reported: Connectivity[] = [];
  const stop = watchConnectivity((state) => reported.push(state), fake);

  fake.navigator.onLine = false;
  fake.window.dispatchEvent(new Event('offline'));
  fake.document.visibilityState = 'hidden';
  fake.document.dispatchEvent(new Event('visibilitychange'));
  fake.navigator.onLine = true;
  fake.document.visibilityState = 'visible';
  fake.window.dispatchEvent(new Event('pageshow'));
  stop();
  fake.window.dispatchEvent(new Event('online'));

  expect(reported).toEqual([
    { online: true, visible: true },
    { online: false, visible: true },
    { online: false, visible: false },
    { online: true, visible: true },
  ]);
});
