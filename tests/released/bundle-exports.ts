/**
 * The names that a bundle exports, as `released.ts` declares them, each with the modules that may have it. Every bundle
 * exports the same names: an export with another name in today's code is written as `name today as name in bundles`.
 */
export const bundleExports: readonly (readonly [names: string, ...modules: string[]])[] = [
  ['PROTOCOL_VERSION', 'domain/protocol/version.ts'],
  ['bodySchemas as caseEventBodies', 'domain/parse-event.ts'],
  ['envelopeSchema, signedEventSchema', 'domain/ledger/envelope.ts'],
  ['parseEvent', 'domain/parse-event.ts'],
  ['pushRequestSchema, pushAnswerSchema', 'domain/protocol/push.ts'],
  ['pullAnswerSchema', 'domain/protocol/pull.ts'],
  ['parseReference', 'domain/reference/reference.ts'],
  ['haveRequestSchema, haveAnswerSchema, thumbnailsAnswerSchema', 'domain/protocol/photos.ts'],
  ['deviceRequestSchema, deviceAnswerSchema, sessionAnswerSchema', 'domain/protocol/session.ts'],
  ['MainDb', 'src/storage/databases/main-db.ts'],
  ['SharedDb', 'src/storage/databases/shared-db.ts'],
  ['authorityOf', 'src/storage/person/authority.ts'],
  ['storeClockOffset', 'src/storage/person/sign-in.ts'],
  ['emptyForm, writeDraft, addDraftPhoto', 'src/storage/outbox/drafts.ts'],
  ['readArea, saveReport, saveCaseEvent', 'src/storage/outbox/save-report.ts'],
  ['remaining', 'src/storage/outbox/remaining.ts'],
  ['trustState, pulledTrustState', 'src/storage/outbox/trust-state.ts'],
  ['shownCase', 'src/storage/subjects/one-case.ts'],
  ['signIn', 'src/sync/online/session.ts'],
  ['createSyncEngine', 'src/sync/engine/engine.ts'],
  ['fetchTransport', 'src/sync/transport/fetch-transport.ts'],
  ['sleep', 'src/sync/engine/sleep.ts'],
];
