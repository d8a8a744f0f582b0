import { readSetting, type SharedDb } from '#storage/databases/shared-db.ts';

/**
 * Do photos wait for Wi-Fi: the person chose so, and this link is metered. Asked anew each time, since another tab may
 * have chosen since and the phone may have moved.
 */
export const waitsForWifi = (shared: SharedDb, isMetered: () => boolean) => async (): Promise<boolean> =>
  isMetered() && (await readSetting(shared, 'photosOverWifi')) === 'yes';
