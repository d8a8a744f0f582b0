/** Random sequences of all photo operations of the product, up to two at once. */
import { Dexie } from 'dexie';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha256Hex } from '#storage/person/device-key.ts';
import { draftOf } from './samples.ts';
import { MainDb, type PhotoRow } from '#storage/databases/main-db.ts';
import {
  confirmPhotosAgain,
  freeConfirmed,
  KEEP_CONFIRMED,
  markPhotoFailed,
  markPhotoFound,
  markPhotoSent,
  markPhotoStored,
  markPhotoUntried,
  markThumbnails,
  reopenPhoto,
  sendThumbnailAgain,
  sendThumbnailsAgain,
  recordReceipts,
  takePhoto,
} from '#storage/photos/photos.ts';
import { isLost } from '#storage/photos/lost-photo.ts';

Dexie.dependencies.indexedDB = new IDBFactory();
Dexie.dependencies.IDBKeyRange = IDBKeyRange;

const HOUR = 60 * 60_000;
/** The last one belongs to an open draft. */
const pictures = await Promise.all(
  [1, 2, 3].map(async (byte) => {
    const data = new Uint8Array(50).fill(byte).buffer;
    return { sha256: await sha256Hex(data), data };
  }),
);
const drafted = pictures.at(-1)!.sha256;

const rowOf = (sha256: string, order: number): PhotoRow => ({
  sha256,
  events: [`event ${order}`],
  order,
  bytes: 50,
  state: 'waiting',
  thumbnail: `thumbnail of ${sha256}`,
  thumbnailBytes: 5,
  thumbnailState: 'waiting',
  sent: 0,
  tries: 0,
  lastError: null,
  confirmedAt: null,
  receipt: null,
});

type Moment = { readonly now: number; readonly receipt: string };

const operations = {
  taken: takePhoto,
  untried: markPhotoUntried,
  sent: (db, sha256) => markPhotoSent(db, sha256, 20),
  stored: markPhotoStored,
  failed: (db, sha256) => markPhotoFailed(db, sha256, 'busy'),
  confirmed: (db, sha256, { receipt, now }) => recordReceipts(db, new Map([[sha256, receipt]]), now),
  denied: (db, sha256, { now }) => recordReceipts(db, new Map([[sha256, null]]), now),
  reopened: reopenPhoto,
  found: async (db, sha256, { receipt, now }) => {
    const row = await db.photos.get(sha256);
    if (row && isLost(row)) await markPhotoFound(db, sha256, receipt, now);
  },
  again: (db, sha256) => confirmPhotosAgain(db, [sha256]),
  allAgain: (db) => confirmPhotosAgain(db, 'all'),
  thumbnail: (db, sha256) => markThumbnails(db, [sha256], 'stored'),
  thumbnailAgain: sendThumbnailAgain,
  thumbnailsAgain: (db) => sendThumbnailsAgain(db, 'all'),
  freed: (db, _, { now }) => freeConfirmed(db, now, false),
  freedUnderPressure: (db, _, { now }) => freeConfirmed(db, now, true),
} satisfies Record<string, (db: MainDb, sha256: string, moment: Moment) => Promise<unknown>>;
type Operation = keyof typeof operations;

const step = fc.record({
  /** Operations that change the state are chosen more often. */
  name: fc.oneof(
    fc.constantFrom(...(Object.keys(operations) as Operation[])),
    fc.constantFrom<Operation>('stored', 'confirmed', 'freedUnderPressure'),
  ),
  photo: fc.nat(pictures.length - 1),
});
/** Up to two at once, as with two engines. */
const moment = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 2 }),
  hours: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.nat(24 * 14) }),
});

const stateOrder = ['waiting', 'stored', 'confirmed', 'freed'];
const isAnyOf =
  (...selected: readonly Operation[]) =>
  (names: readonly Operation[]) =>
    names.some((name) => selected.includes(name));

const met = { freed: 0, confirmed: 0, denied: 0, again: 0 };
let databases = 0;

test('[H7a] photo states, any operations in any order → no photo is confirmed or freed without a receipt', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(moment, { minLength: 30, maxLength: 60 }), async (moments) => {
      const db = new MainDb(`photo states ${(databases += 1)}`);
      await db.photoBytes.bulkPut(pictures);
      await db.photos.bulkPut(pictures.map(({ sha256 }, at) => rowOf(sha256, at)));
      await db.drafts.put({ ...draftOf(), photos: [{ sha256: drafted } as never] });
      /** By hash: the time of each receipt that was returned. */
      const receiptTimes = new Map(pictures.map(({ sha256 }) => [sha256, new Map<string, number>()]));
      let now = 1_750_000_000_000;
      let before = await db.photos.toArray();
      for (const [at, { steps, hours }] of moments.entries()) {
        now += hours * HOUR;
        const bytesBefore = new Set(await db.photoBytes.toCollection().primaryKeys());
        const names = steps.map(({ name }) => name);
        const running = steps.map(({ name, photo }, which) => {
          const { sha256 } = pictures[photo]!;
          const receipt = `receipt ${at}.${which}`;
          if (name === 'confirmed' || name === 'found') receiptTimes.get(sha256)!.set(receipt, now);
          return operations[name](db, sha256, { receipt, now });
        });
        const answers = await Promise.all(running);
        const rows = await db.photos.toArray();
        expect(rows.map(({ sha256 }) => sha256).toSorted()).toEqual(
          pictures.map(({ sha256 }) => sha256).toSorted(),
        );
        const bytes = new Set(await db.photoBytes.toCollection().primaryKeys());
        for (const [which, { name, photo }] of steps.entries())
          if (name === 'reopened') expect(bytes.has(pictures[photo]!.sha256)).toBe(answers[which]);
        for (const { sha256 } of pictures) {
          const previous = before.find((row) => row.sha256 === sha256)!;
          const row = rows.find((it) => it.sha256 === sha256)!;
          const ownReceipts = receiptTimes.get(sha256)!;
          if (row.state === 'confirmed' || row.state === 'freed') {
            expect(ownReceipts.has(row.receipt ?? '')).toBe(true);
            expect(row.confirmedAt).toBe(ownReceipts.get(row.receipt!));
          }
          const steps = stateOrder.indexOf(row.state) - stateOrder.indexOf(previous.state);
          if (steps < 0) expect(names).toSatisfy(isAnyOf('denied', 'reopened', 'again', 'allAgain'));
          if (steps > 0 && previous.state === 'waiting') expect(names).toSatisfy(isAnyOf('stored', 'found'));
          if (steps > 1 && names.length === 1) expect(names).toEqual(['found']);
          met.confirmed += Number(row.state === 'confirmed' && previous.state !== 'confirmed');
          met.denied += Number(row.state === 'waiting' && previous.state !== 'waiting');
          met.again += Number(row.state === 'stored' && previous.state === 'freed');
          if (!bytesBefore.has(sha256) || bytes.has(sha256)) continue;
          met.freed += 1;
          expect(sha256).not.toBe(drafted);
          // With a receipt from the server that existed at that moment.
          if (!isAnyOf('confirmed', 'found')(names)) expect(previous.state).toBe('confirmed');
          if (names.includes('freedUnderPressure')) continue;
          expect(now - (previous.confirmedAt ?? now)).toBeGreaterThanOrEqual(KEEP_CONFIRMED);
        }
        before = rows;
      }
      await db.delete();
    }),
    { numRuns: 100 },
  );
  // The sequences have covered every case.
  for (const count of Object.values(met)) expect(count).toBeGreaterThan(5);
});
