import type { Page } from 'playwright-core';
import { SYNC_TAG } from '#sync/coordination/background.ts';

/** Fires a sync event in the service worker, as the browser does when the link returns. */
export const fireSync = async (page: Page): Promise<void> => {
  const session = await page.context().newCDPSession(page);
  const registered = new Promise<string>((resolve) =>
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      if (registrations[0]) resolve(registrations[0].registrationId);
    }),
  );
  await session.send('ServiceWorker.enable');
  const registrationId = await registered;
  await session.send('ServiceWorker.dispatchSyncEvent', {
    origin: new URL(page.url()).origin,
    registrationId,
    tag: SYNC_TAG,
    lastChance: false,
  });
  await session.detach();
};
