/** Fails every request of a small queue, in every way, for every item. */
import { describe, expect, test } from 'vitest';
import { isNothing, remaining } from '#storage/outbox/remaining.ts';
import { saveCaseEvent } from '#storage/outbox/save-report.ts';
import { report } from '#tests/storage/samples.ts';
import type { Fault, Seen } from '#tests/sync/fake-server.ts';
import { newRig } from '#tests/sync/rig.ts';

const REPORTS = 3;
const PHOTO_BYTES = 3000;
/**
 * How often the request fails before it passes: a push fails until the batch is halved down to the item, and once
 * more.
 */
const timesOf = (request: string): number => (request === 'a push' ? 4 : 2);

const faults = {
  'answers 500': { kind: 'refuse', status: 500, error: 'internal' },
  'times out': { kind: 'link', error: 'timeout' },
  'is reset': { kind: 'link', error: 'offline' },
} satisfies Record<string, Fault>;
/** The error that the status shows. A failed HEAD gives no error code. */
const errorsByFault = { 'answers 500': 'internal', 'times out': 'timeout', 'is reset': 'offline' };

type Queue = Awaited<ReturnType<typeof fill>>;
type Item = Queue['reports'][number];

const requests: Readonly<Record<string, (seen: Seen, item: Item) => boolean>> = {
  'a push': ({ path, names }, { caseId }) => path.endsWith('/push') && names.includes(caseId),
  'a pull': ({ path }) => path.includes('/pull'),
  thumbnails: ({ path, names }, { photos }) =>
    path.endsWith('/thumbnails') && names.includes(photos[0]!.thumbnail.sha256),
  'a photo': ({ method, path }, { photos }) => method === 'PUT' && path.endsWith(photos[0]!.sha256),
  'the offset of a photo': ({ method, path }, { photos }) =>
    method === 'HEAD' && path.endsWith(photos[0]!.sha256),
  'the rest of a photo': ({ method, path }, { photos }) =>
    method === 'PATCH' && path.endsWith(photos[0]!.sha256),
  receipts: ({ path, names }, { photos }) => path.endsWith('/have') && names.includes(photos[0]!.sha256),
};

/** Reports with one photo each; after all of them, a note on the oldest case. */
const fill = async () => {
  const rig = await newRig();
  const reports = [];
  for (let at = 0; at < REPORTS; at++) reports.push(await report(rig, 1, undefined, PHOTO_BYTES));
  await saveCaseEvent(rig.author(), { caseId: reports[0]!.caseId, type: 'case.noted', text: '后来' });
  return { rig, reports };
};

/** What of the item is still to be sent, and whether its bytes are complete. */
const stateOf = async ({ rig }: Queue, { row, photos: [photo] }: Item) => ({
  unsent: (await rig.db.outbox.get(row.eventId))?.unsent,
  thumbnail: (await rig.db.photos.get(photo!.sha256))?.thumbnailState === 'waiting',
  photo: (await rig.db.photos.get(photo!.sha256))?.state,
  bytes: (await rig.db.photoBytes.get(photo!.sha256))?.data.byteLength,
});

/** Runs to the end while the request of the item at `position` fails. Returns the item's state at the last failure. */
const runWith = async (request: string, fault: Fault, position: number) => {
  const queue = await fill();
  const { rig, reports } = queue;
  const item = reports[position]!;
  const isHit = requests[request]!;
  const needsCut = request.includes('of a photo');
  let wasCut = false;
  let hits = 0;
  let kept: Awaited<ReturnType<typeof stateOf>> | null = null;
  rig.server.script(async (seen) => {
    if (needsCut && !wasCut && requests['a photo']!(seen, item)) {
      wasCut = true;
      return { kind: 'cut', arrived: 1000 };
    }
    if (hits === timesOf(request) || !isHit(seen, item)) return undefined;
    hits += 1;
    kept = await stateOf(queue, item);
    return fault;
  });
  expect(await rig.run()).toEqual({ kind: 'done' });
  expect(hits).toBe(timesOf(request));
  return { ...queue, kept };
};

const isOnServer = async ({ rig, reports }: Queue): Promise<void> => {
  expect(isNothing(await remaining(rig.db))).toBe(true);
  const timelines = reports.map(({ caseId }) =>
    rig.server.subjects.get(`case:${caseId}`)?.subject.timeline.map(({ type }) => type),
  );
  expect(timelines).toEqual([['case.reported', 'case.noted'], ['case.reported'], ['case.reported']]);
  for (const { photos } of reports) {
    const own = await rig.db.photoBytes.get(photos[0]!.sha256);
    expect(rig.server.photos.get(photos[0]!.sha256)).toEqual(new Uint8Array(own!.data));
  }
  expect([rig.server.photos.size, rig.server.thumbnails.size]).toEqual([REPORTS, REPORTS]);
  expect(await rig.db.photos.where('state').equals('confirmed').count()).toBe(REPORTS);
};

/** The state of the item while its request fails. A pull has no item. */
const unsentState: Readonly<Record<string, object>> = {
  'a push': { unsent: 1, thumbnail: true, photo: 'waiting' },
  'a pull': {},
  thumbnails: { thumbnail: true },
  'a photo': { photo: 'waiting' },
  'the offset of a photo': { photo: 'waiting' },
  'the rest of a photo': { photo: 'waiting' },
  receipts: { photo: 'stored' },
};

const positions = Array.from({ length: REPORTS }, (_, position) => position);

describe.each(Object.keys(requests))('%s', (request) => {
  test.each(Object.entries(faults))(
    '[D1a] [D1b] [D1c] [D1d] %s, every position in the queue → keeps the item and the order of its case, and shows the error',
    async (how, fault) => {
      for (const position of positions) {
        const run = await runWith(request, fault, position);
        expect(run.kept).toMatchObject({ bytes: PHOTO_BYTES, ...unsentState[request] });
        const error =
          request === 'the offset of a photo' && how === 'answers 500'
            ? 'offline'
            : errorsByFault[how as keyof typeof errorsByFault];
        expect(run.rig.statuses).toContainEqual(expect.objectContaining({ error }));
        expect(run.rig.statuses.at(-1)).toMatchObject({ phase: 'idle', error: null });
        await isOnServer(run);
      }
    },
  );

  test('[D12] a captive portal answers, every position in the queue → does not count as success', async () => {
    for (const position of positions) {
      const run = await runWith(request, { kind: 'page', status: 200 }, position);
      expect(run.kept).toMatchObject({ bytes: PHOTO_BYTES, ...unsentState[request] });
      const errors = new Set(run.rig.statuses.map(({ error }) => error));
      expect(errors).toEqual(new Set([null, 'offline']));
      await isOnServer(run);
    }
  });
});
