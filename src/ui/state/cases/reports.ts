export type { SyncStatus } from '#sync/engine/status.ts';
export type { ReportSummary } from '#storage/subjects/my-reports.ts';
export type { SignedInRow } from '#storage/databases/shared-db.ts';
export type { TrustState } from '#storage/outbox/trust-state.ts';
