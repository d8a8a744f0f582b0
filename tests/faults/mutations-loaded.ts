/**
 * Bugs to plant in the phone's storage and sync and in the server's handlers, each of which the simulation must catch,
 * or the test its command names.
 * They take effect while the file is loaded: nothing on the disk changes.
 */
import { ruleMutations } from './mutations-rules.ts';
import { answeredEarly, type Mutation } from './mutations-built.ts';

export const simulationCommand =
  'npx vitest run --project simulation --bail 1 tests/simulation/first-share.test.ts tests/simulation/second-share.test.ts';
const command = simulationCommand;
/** Where chance would plant the moment too seldom, the test that plants it by hand. */
const node = (file: string) => `npx vitest run --project node tests/server/${file}.test.ts`;
const browser = (file: string) => `npx vitest run --project browser tests/${file}.browser.test.ts`;

export const loadedMutations: readonly Mutation[] = [
  {
    name: 'a link that failed is taken for a yes',
    rules: ['T2', 'P1b', 'D1a', 'D1d'],
    file: 'src/sync/lanes/push-lane.ts',
    find: `    if (!answered.ok) {
      if (answered.error.kind === 'refused') await narrow(batch, answered.error);`,
    replacement: `    if (!answered.ok && answered.error.kind === 'link') {
      const yes = { verdict: 'applied', duplicate: false, reason: null, seq: null, receivedAt: null, receipt: '' };
      await recordVerdicts(db, batch, batch.map(({ hash }) => ({ hash, ...yes })));
      return null;
    }
    if (!answered.ok) {
      if (answered.error.kind === 'refused') await narrow(batch, answered.error);`,
    command,
  },
  {
    name: 'an event gets another id when it is sent again',
    rules: ['D2', 'E1'],
    file: 'src/sync/lanes/push-lane.ts',
    find: `export const offeredEvent = ({ text, signature, receipt, receivedAt }: Wire): OfferedEvent => ({
  text,`,
    replacement: `export const offeredEvent = ({ text: text, signature, receipt, receivedAt, tries }: Wire): OfferedEvent => ({
  text: tries > 0 ? text.replace(/"id":"./, '"id":"f') : text,`,
    command,
  },
  {
    name: 'a second tap on Save is another report',
    rules: ['D2'],
    file: 'src/storage/outbox/outbox.ts',
    find: `      sameReport(db, event),`,
    replacement: `      undefined as OutboxRow | undefined,`,
    command,
  },
  {
    name: 'thumbnails are taken for stored whatever is said of them',
    rules: ['H10b'],
    file: 'src/sync/lanes/thumbnail-lane.ts',
    find: `    const stored = here.filter((photo) => answersByHash.get(photo.thumbnail)?.stored);`,
    replacement: `    const stored = here;`,
    command: browser('sync/photos'),
  },
  {
    name: 'thumbnails of photos on their way are not sent again to a restored server',
    rules: ['D17g', 'H9'],
    file: 'src/storage/subjects/subjects.ts',
    find: `      await sendThumbnailsAgain(db, 'all');`,
    replacement: ``,
    // The simulation ends well with it: once its photo is there, a pull tells the phone that its thumbnail is not ([L9b]).
    command: browser('sync/photos'),
  },
  {
    name: 'a thumbnail that is gone is told by nobody where its photo is whole',
    rules: ['L9b', 'D17g'],
    file: 'server/photos/claims.ts',
    find: `.where('whole.role', '=', 'photo')`,
    replacement: `.where('whole.role', '=', 'none')`,
    command,
  },
  {
    name: 'an event is offered again without the others of its case',
    rules: ['H10b'],
    file: 'src/storage/outbox/outbox.ts',
    find: `  return found.flat();`,
    replacement: `  return found.flat().length > 0 ? [...ids] : [];`,
    command: browser('sync/photos'),
  },
  {
    name: 'an upload fails in the server once its bytes are there',
    rules: ['H2'],
    file: 'server/photos/uploads.ts',
    find: `    return ok(size);`,
    replacement: `    throw new TypeError('a bug');`,
    command,
  },
  {
    name: 'a portal’s page with status 200 is taken for a stored photo',
    rules: ['P2', 'D12'],
    file: 'src/sync/lanes/photo-lane.ts',
    find: `    return stored.ok && stored.value.sha256 === sha256 ? ok(totalBytes) : err(linkDown);`,
    replacement: `    return answered.value.status === 200 || stored.ok ? ok(totalBytes) : err(linkDown);`,
    command: browser('sync/every-position'),
  },
  {
    name: 'the cursor is saved before its page',
    rules: ['L3a'],
    file: 'src/storage/subjects/subjects.ts',
    find: `  return db.transaction('rw', tables, async () => {`,
    replacement: `  const isReset = page.reset && (await readCursor(db)) !== null;
  await db.meta.put({ key: 'cursor', value: page.cursor });
  return db.transaction('rw', tables, async () => {
    if (isReset) await offerEventsAgain(db, 'all');`,
    command: browser('storage/pull-page'),
  },
  {
    name: 'a photo leaves the phone with the answer to its upload',
    rules: ['H7a', 'D3b'],
    file: 'src/storage/photos/photos.ts',
    find: `export const markPhotoStored = (db: MainDb, sha256: Sha256): Promise<void> =>`,
    replacement: `export const markPhotoStored = async (db: MainDb, sha256: Sha256): Promise<void> => {
  await markStored(db, sha256);
  await db.photoBytes.delete(sha256);
};
const markStored = (db: MainDb, sha256: Sha256): Promise<void> =>`,
    command,
  },
  {
    name: 'photos are freed before a receipt',
    rules: ['H7a', 'D3b'],
    file: 'src/storage/photos/photos.ts',
    find: `    const confirmed = await db.photos.where('state').equals('confirmed').sortBy('order');`,
    replacement: `    const confirmed = await db.photos.where('state').anyOf('waiting', 'stored', 'confirmed').sortBy('order');`,
    command,
  },
  {
    name: 'a restored server is not offered the events again',
    rules: ['P12', 'D17a'],
    file: 'src/storage/subjects/subjects.ts',
    find: `      await offerEventsAgain(db, 'all');`,
    replacement: ``,
    command,
  },
  {
    name: 'a restored server is not asked about photos again',
    rules: ['P12', 'D17g'],
    file: 'src/storage/subjects/subjects.ts',
    find: `      await confirmPhotosAgain(db, 'all');`,
    replacement: ``,
    command: browser('storage/pull-page'),
  },
  {
    name: 'photos of a report mended since are not asked about',
    rules: ['D17g'],
    file: 'src/storage/subjects/subjects.ts',
    find: `const named = [...(subject?.photos ?? []), ...mine.flatMap((row) => row.event.photos)];`,
    replacement: `const named = mine.length < 0 ? [] : (subject?.photos ?? []);`,
    command: browser('storage/photos'),
  },
  {
    name: 'what the server says of its photos is not heard',
    rules: ['D17f', 'D17g'],
    file: 'src/storage/subjects/subjects.ts',
    find: `confirmPhotosAgain(db, [...notWhole(rows, own), ...(await picturesOf(db, page))], onItsWay);`,
    replacement: `void [notWhole, picturesOf, onItsWay];`,
    command: browser('storage/photos'),
  },
  {
    name: 'what was seen of the ledger is not offered',
    rules: ['L8e'],
    file: 'src/sync/transport/call.ts',
    find: `knownHeads.length === 0 ? {} : { [KNOWN_HEADS_HEADER]: knownHeads.join() };`,
    replacement: `knownHeads.length < 99 ? {} : { [KNOWN_HEADS_HEADER]: knownHeads.join() };`,
    command: browser('sync/known-heads'),
  },
  {
    name: 'a head is kept in place of whatever was seen',
    rules: ['L8d'],
    file: 'src/storage/subjects/known-heads.ts',
    find: `before.filter((head) => !offered.includes(head) && !returned.includes(head));`,
    replacement: `before.filter(() => returned.length === 0);`,
    command: browser('storage/known-heads'),
  },
  {
    name: 'an event no case holds has no place in the history',
    rules: ['L8a'],
    file: 'server/ledger/take-push.ts',
    find: `    if (judged.changed.size === 0 && judged.newEvents.length + judged.newDeadLetters.length > 0)
      feed.take(null);`,
    replacement: ``,
    command: node('history'),
  },
  {
    name: 'a photo no case holds has no place in the history',
    rules: ['L8a'],
    file: 'server/photos/mark-sent.ts',
    find: `  if (subjects.length === 0) feed.take(null);`,
    replacement: ``,
    command: node('history'),
  },
  {
    name: 'a head is told to whoever asks',
    rules: ['L8g'],
    file: 'server/http/sync/known-heads.ts',
    find: `heads !== null && (await allInHistory(db, region, heads, head)) ?`,
    replacement: `heads === null || (await allInHistory(db, region, [], head)) ?`,
    command: node('history'),
  },
  {
    name: 'pictures no case speaks of are lost without a word',
    rules: ['L9a', 'L9b'],
    file: 'server/http/sync/pull.ts',
    find: `incomplete: await incompleteEvents(store.read, sender.value.device)`,
    replacement: `incomplete: (await incompleteEvents(store.read, sender.value.device)).slice(0, 0)`,
    command: node('history'),
  },
  {
    name: 'a photo the server denies is not sent again',
    rules: ['H9', 'D17g'],
    file: 'src/storage/photos/photos.ts',
    find: `confirmedAt: now, lastError: null } : unsent;`,
    replacement: `confirmedAt: now, lastError: null } : null;`,
    command: browser('sync/photos'),
  },
  {
    name: 'events are forgotten as soon as they are received',
    rules: ['D17a', 'P12'],
    file: 'src/storage/outbox/tidy-outbox.ts',
    find: `export const KEEP_EVENTS: Millis = 30 * DAY;`,
    replacement: `export const KEEP_EVENTS: Millis = 0 * DAY;`,
    command,
  },
  {
    name: 'the server does not look for its photos when it starts',
    rules: ['D17d', 'D17f'],
    file: 'server/photos/missing-files.ts',
    find: `  for (const hashes of chunksOf(missing, 500)) await markLost(store, hashes);`,
    replacement: `  void [chunksOf, markLost];`,
    command: node('restored'),
  },
  {
    name: 'bytes are not hashed before they become the photo',
    rules: ['H4'],
    file: 'server/photos/photo-files.ts',
    find: `      if (hash !== null && hash !== sha256) {`,
    replacement: `      if (hash === 'never') {`,
    command: node('photo-upload'),
  },
  {
    name: 'a photo is not synced before it is renamed',
    rules: ['H2'],
    file: 'server/photos/photo-files.ts',
    find: `    await sync(from);`,
    replacement: ``,
    command,
  },
  {
    name: 'the folder of a photo is not synced',
    rules: ['H2'],
    file: 'server/photos/photo-files.ts',
    find: `    await sync(dirname(to));`,
    replacement: ``,
    command,
  },
  {
    ...answeredEarly(
      `for (let i = 0; i < 40; i++) await tx.selectFrom('settings').select('name').limit(1).execute();`,
    ),
    command,
  },
  {
    name: 'an event sent twice is taken for another',
    rules: ['D2', 'P3a'],
    file: 'server/ledger/judge-batch.ts',
    find: `    if (stored)
      return stored.hash === hash`,
    replacement: `    if (stored)
      return stored.hash !== hash`,
    command,
  },
  {
    name: 'a photo that arrived is no news of its case',
    rules: ['L7a'],
    file: 'server/photos/mark-sent.ts',
    find: `    for (const region of regions) await touchSubjects(tx, region, sender.device, hashes, 'arrived');`,
    replacement: `    void regions;`,
    command: node('pull'),
  },
  {
    name: 'an event that waited for its case is never settled',
    rules: ['F5b'],
    file: 'server/ledger/judge-batch.ts',
    find: `    if (current === null) applyHeld(key);`,
    replacement: `    void applyHeld;`,
    command: node('push'),
  },
  {
    name: 'a cut upload that begins anew is gone on with as if nothing were missing',
    rules: ['H14b', 'H3d'],
    file: 'server/http/photos/photo-upload.ts',
    find: `  if (offset !== partial.size) {`,
    replacement: `  if (offset === null) {`,
    command: node('photo-again'),
  },
  {
    name: 'a receipt from before the restore dates nothing back',
    rules: ['D17b'],
    file: 'server/ledger/judge-batch.ts',
    find: `      seq: null,
      received_at: received.receivedAt ?? receivedAt,`,
    replacement: `      seq: null,
      received_at: receivedAt,`,
    command: node('restored'),
  },
  {
    name: 'the row of a photo is written before its file is durable',
    rules: ['H2'],
    file: 'server/http/photos/photo-upload.ts',
    find: `  const kept = await files.keep(from.path, sha256);
  if (kept.ok) {
    await markSent(store, { person: person.id, device }, [{ sha256, bytes }], clock());`,
    replacement: `  await markSent(store, { person: person.id, device }, [{ sha256, bytes }], clock());
  const kept = await files.keep(from.path, sha256);
  if (kept.ok) {`,
    command: node('photo-upload'),
  },
  {
    name: 'the rows of thumbnails are written before their files are durable',
    rules: ['H2'],
    file: 'server/http/photos/thumbnails.ts',
    find: `  await Promise.all(Array.from(news, ([sha256, bytes]) => files.keepBytes(owner.device, sha256, bytes)));
  const sent = Array.from(news, ([sha256, bytes]) => ({ sha256, bytes: bytes.length }));
  await markSent(store, owner, sent, clock());`,
    replacement: `  const sent = Array.from(news, ([sha256, bytes]) => ({ sha256, bytes: bytes.length }));
  await markSent(store, owner, sent, clock());
  await Promise.all(Array.from(news, ([sha256, bytes]) => files.keepBytes(owner.device, sha256, bytes)));`,
    command: node('photo-upload'),
  },
  {
    name: 'a crash leaves half a migration',
    rules: ['P5'],
    file: 'server/store/sqlite.ts',
    find: '    return true;',
    replacement: '    return false;',
    command: node('store-sqlite'),
  },
  ...ruleMutations,
];
