import type { Authority } from '#domain/ledger/roles.ts';
import type { MainDb } from '#storage/databases/main-db.ts';
import * as judging from '#storage/subjects/judging.ts';
import {
  joinReports,
  pulledReports,
  readOwnEvents,
  withPhotos,
  type ReportSummary,
} from '#storage/subjects/my-reports.ts';

/** Own reports, read once; the page uses live queries. */
export const myReports = async (db: MainDb, by: Authority): Promise<ReportSummary[]> =>
  joinReports(await pulledReports(db, by), await withPhotos(db, (await readOwnEvents(db, judging))!), by);
