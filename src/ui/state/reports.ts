export type { SyncStatus } from '#sync/status.ts';
export type { ReportSummary } from '#storage/my-reports.ts';
export type { SignedInRow } from '#storage/shared-db.ts';
export type { TrustState } from '#storage/trust-state.ts';
