import { SETTINGS_ID, type Settings } from '#domain/office/settings.ts';
import type { MainDb } from '#storage/databases/main-db.ts';
import { rowsOf } from './reference.ts';

/** The settings of the office as they were pulled; undefined until the first pull, and from an older server. */
export const officeSettings = async (db: MainDb): Promise<Settings | undefined> => {
  const rows = await rowsOf(db, 'settings').toArray();
  return rows.find(({ id, isReadable }) => id === SETTINGS_ID && isReadable)?.value as Settings | undefined;
};
