/** 来源: how a report reached the ledger. */
export const channels = [
  'patrol',
  'spotCheck',
  'observer',
  'resident',
  'hotline',
  'drone',
  'video',
  'import',
] as const;
export type Channel = (typeof channels)[number];

/** Why a report has no position. */
export const noPositionReasons = ['indoors', 'denied', 'unavailable'] as const;
export type NoPositionReason = (typeof noPositionReasons)[number];
