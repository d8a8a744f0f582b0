import { readSetting, type SharedDb } from '#storage/databases/shared-db.ts';

/**
 * Whether photos wait for Wi-Fi: the person chose it, and this link is metered. Read anew at each call, because
 * another tab may have changed the setting and the phone may have changed the link.
 */
export const waitsForWifi = (shared: SharedDb, isMetered: () => boolean) => async (): Promise<boolean> =>
  isMetered() && (await readSetting(shared, 'photosOverWifi')) === 'yes';
