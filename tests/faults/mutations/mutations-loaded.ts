/**
 * Bugs in the storage and sync of the phone and in the handlers of the server. The simulation must catch each, or the test
 * in its command. They are planted while the file is loaded: nothing on the disk changes.
 */
import { answeredEarly, type Mutation } from './mutations-built.ts';
import { browser, node, simulation } from './mutations-commands.ts';
import { restoredMutations } from './mutations-restored.ts';
import { ruleMutations } from './mutations-rules.ts';

export const loadedMutations: readonly Mutation[] = [
  {
    name: 'a failed request counts as an applied verdict',
    rules: ['T2', 'P1b', 'D1a', 'D1d'],
    file: 'src/sync/lanes/push-lane.ts',
    within: 'createPushLane.send',
    find: 'if (!answered.ok) {',
    replacement: `if (!answered.ok && answered.error.kind === 'link') {
      const yes = { verdict: 'applied', duplicate: false, reason: null, seq: null, receivedAt: null, receipt: '' };
      await recordVerdicts(db, batch, batch.map(({ hash }) => ({ hash, ...yes })));
      return null;
    }
    if (!answered.ok) {`,
    command: simulation,
  },
  {
    name: 'a retried event gets another id',
    rules: ['D2', 'E1'],
    file: 'src/sync/lanes/push-lane.ts',
    within: 'createPushLane.send',
    find: 'batch.map(offeredEvent)',
    replacement: `batch.map((row) =>
      offeredEvent(row.tries > 0 ? { ...row, text: row.text.replace(/"id":"./, '"id":"f') } : row),
    )`,
    command: simulation,
  },
  {
    name: 'a second tap on Save makes a second report',
    rules: ['D2'],
    file: 'src/storage/outbox/outbox.ts',
    within: 'saveEvent',
    find: 'sameReport(db, event)',
    replacement: 'undefined as OutboxRow | undefined',
    command: simulation,
  },
  {
    name: 'a decision is sent in the time to undo',
    rules: ['U1a'],
    file: 'src/sync/lanes/push-lane.ts',
    within: 'pickBatch',
    find: 'isHeld(row, now) || ',
    replacement: '',
    command: browser('sync/engine/undo'),
  },
  {
    name: 'the engine does not wait for a decision that can be undone',
    rules: ['U1a', 'U3'],
    file: 'src/sync/engine/engine.ts',
    within: 'createSyncEngine.work.loop',
    find: 'earliest(opening, nextRelease(waiting.events(), plannedAt))',
    replacement: 'opening',
    command: browser('sync/engine/undo'),
  },
  {
    name: 'a batch sends decisions that were undone',
    rules: ['U2a', 'U2b'],
    file: 'src/storage/outbox/undo.ts',
    within: 'takeForSending',
    find: 'notBefore === undefined || takenIds.has(eventId)',
    replacement: 'true',
    command: browser('sync/engine/undo'),
  },
  {
    name: 'a decision is undone after a batch has taken it',
    rules: ['U2c'],
    file: 'src/storage/outbox/undo.ts',
    within: 'undoEvent',
    find: 'row?.notBefore === undefined',
    replacement: 'row === undefined',
    command: browser('sync/engine/undo'),
  },
  {
    name: 'thumbnails count as stored whatever the answer is',
    rules: ['H10b'],
    file: 'src/sync/lanes/thumbnail-lane.ts',
    within: 'createThumbnailLane.send',
    find: 'here.filter((photo) => answersByHash.get(photo.thumbnail)?.stored)',
    replacement: 'here',
    command: browser('sync/lanes/photos'),
  },
  {
    name: 'an upload fails in the server after its last byte',
    rules: ['H2'],
    file: 'server/photos/uploads.ts',
    within: 'appendBody',
    find: 'return ok(size);',
    replacement: "throw new TypeError('a bug');",
    command: simulation,
  },
  {
    name: 'a captive portal page with status 200 counts as a stored photo',
    rules: ['P2', 'D12'],
    file: 'src/sync/lanes/photo-lane.ts',
    within: 'createPhotoLane.sendFrom',
    find: 'stored.ok && stored.value.sha256 === sha256',
    replacement: 'answered.value.status === 200 || stored.ok',
    command: browser('sync/engine/every-position'),
  },
  {
    name: 'the cursor is saved before its page',
    rules: ['L3a'],
    file: 'src/storage/subjects/subjects.ts',
    within: 'applyPullPage',
    find: 'return db.transaction(',
    replacement: `const isReset = page.reset && (await readCursor(db)) !== null;
  await db.meta.put({ key: 'cursor', value: page.cursor });
  if (isReset) await offerEventsAgain(db, 'all');
  return db.transaction(`,
    command: browser('storage/pull-page'),
  },
  {
    name: 'a photo is deleted from the phone after the answer to its upload',
    rules: ['H7a', 'D3b'],
    file: 'src/storage/photos/photos.ts',
    within: 'markPhotoStored',
    find: 'step(',
    replacement: `((...stored: Parameters<typeof step>) =>
    step(...stored).then(() => db.photoBytes.delete(sha256)))(`,
    command: simulation,
  },
  {
    name: 'photos are freed before a receipt',
    rules: ['H7a', 'D3b'],
    file: 'src/storage/photos/photos.ts',
    within: 'freeConfirmed',
    find: "where('state').equals('confirmed')",
    replacement: "where('state').anyOf('waiting', 'stored', 'confirmed')",
    command: simulation,
  },
  {
    name: 'an upload becomes a photo without a check of its hash',
    rules: ['H4'],
    file: 'server/photos/photo-files.ts',
    within: 'openPhotoFiles.keep',
    find: 'hash !== null && hash !== sha256',
    replacement: "hash === 'never'",
    command: node('photos/photo-upload'),
  },
  {
    name: 'a photo is not synced before it is renamed',
    rules: ['H2'],
    file: 'server/photos/photo-files.ts',
    within: 'openPhotoFiles.finishUpload',
    find: 'await sync(from);',
    replacement: '',
    command: simulation,
  },
  {
    name: 'the folder of a photo is not synced',
    rules: ['H2'],
    file: 'server/photos/photo-files.ts',
    within: 'openPhotoFiles.finishUpload',
    find: 'await sync(dirname(to));',
    replacement: '',
    command: simulation,
  },
  {
    ...answeredEarly(
      `for (let i = 0; i < 40; i++) await tx.selectFrom('settings').select('name').limit(1).execute();`,
    ),
    command: simulation,
  },
  {
    name: 'an event sent twice is rejected as another event',
    rules: ['D2', 'P3a'],
    file: 'server/ledger/judge-batch.ts',
    within: 'judgeBatch.outcomes',
    find: 'stored.hash === hash',
    replacement: 'stored.hash !== hash',
    command: simulation,
  },
  {
    name: 'a photo that arrived does not change its case',
    rules: ['L7a'],
    file: 'server/photos/mark-sent.ts',
    within: 'markSent',
    find: "for (const region of regions) await touchSubjects(tx, region, sender.device, hashes, 'arrived');",
    replacement: 'void regions;',
    command: node('ledger/pull'),
  },
  {
    name: 'a held event is never applied',
    rules: ['F5b'],
    file: 'server/ledger/judge-batch.ts',
    within: 'judgeBatch.judgeRow',
    find: 'if (current === null) applyHeld(key);',
    replacement: 'void applyHeld;',
    command: node('intake/push'),
  },
  {
    name: 'an upload continues at a wrong offset',
    rules: ['H14b', 'H3d'],
    file: 'server/http/photos/photo-upload.ts',
    within: 'takeBody',
    find: 'offset !== partial.size',
    replacement: 'offset === null',
    command: node('photos/photo-again'),
  },
  {
    name: 'the row of a photo is written before its file is durable',
    rules: ['H2'],
    file: 'server/http/photos/photo-upload.ts',
    within: 'finishUpload',
    find: 'await files.keep(from.path, sha256)',
    replacement: `await markSent(store, { person: person.id, device }, [{ sha256, bytes }], clock()).then(() =>
    files.keep(from.path, sha256),
  )`,
    command: node('photos/photo-upload'),
  },
  {
    name: 'the rows of thumbnails are written before their files are durable',
    rules: ['H2'],
    file: 'server/http/photos/thumbnails.ts',
    within: 'thumbnails',
    find: 'await Promise.all(Array.from(news, ([sha256, bytes]) => files.keepBytes(owner.device, sha256, bytes)));',
    replacement: `const early = Array.from(news, ([sha256, bytes]) => ({ sha256, bytes: bytes.length }));
  await markSent(store, owner, early, clock());
  await Promise.all(Array.from(news, ([sha256, bytes]) => files.keepBytes(owner.device, sha256, bytes)));`,
    command: node('photos/photo-upload'),
  },
  {
    name: 'a crash leaves half a migration',
    rules: ['P5'],
    file: 'server/store/sqlite.ts',
    within: 'TransactionalMigrations.supportsTransactionalDdl',
    find: 'return true',
    replacement: 'return false',
    command: node('store/store-sqlite'),
  },
  ...restoredMutations,
  ...ruleMutations,
];
