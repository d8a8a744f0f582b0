import type { Authority } from '#domain/ledger/roles.ts';
import type { MainDb } from '#storage/databases/main-db.ts';
import {
  joinReports,
  pulledReports,
  readOwnEvents,
  withPhotos,
  type ReportSummary,
} from '#storage/subjects/my-reports.ts';

/** Once, as the page reads it again and again. */
export const myReports = async (db: MainDb, by: Authority): Promise<ReportSummary[]> =>
  joinReports(await pulledReports(db, by), await withPhotos(db, await readOwnEvents(db)), by);
