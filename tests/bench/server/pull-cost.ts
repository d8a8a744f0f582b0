/**
 * The cost of a pull while the ledger grows: the page after a recent cursor, and the first page of a snapshot. Up to 10⁵
 * events are pushed over HTTP in batches; the others are stored unsigned by the ledger in this process. Every event is a
 * report, so each makes a case.
 */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { personById } from '#server/ledger/authority.ts';
import { authorityOf } from '#domain/people/authority.ts';
import { hashOf, type ReceivedEvent } from '#server/ledger/check-event.ts';
import { scopeHash, writeCursor } from '#server/ledger/cursor.ts';
import { pullPage } from '#server/ledger/pull.ts';
import { openReceipts } from '#server/ledger/receipts.ts';
import { takePushes } from '#server/intake/take-push.ts';
import { openStore, type Store } from '#server/store/store.ts';
import type { Authority } from '#domain/ledger/roles.ts';
import { databaseOf } from '#tests/support/database/database.ts';
import { signIn } from '#tests/support/clients/device.ts';
import { makeFolder, startTestServer } from '#tests/support/servers/test-server.ts';
import { enrolLoadDevice, reportText, signInAll } from './load-devices.ts';
import { summarise, timed, type Measured } from '#tests/bench/measure.ts';
import { parseEvent } from '#domain/parse-event.ts';
import type { Person } from '#domain/people/person.ts';

const BATCH = 50;
const BATCHES_TOGETHER = 20;
const PUSHING_DEVICES = 4;
const SAMPLES = 31;
/** A process that has just started is several times slower. */
const UNMEASURED = 100;
/** Changes between the recent cursor and the head. */
const NEWS = 20;

export type PullCost = {
  readonly events: number;
  /** Milliseconds. */
  readonly recent: Measured;
  readonly first: Measured;
  /** The first page for a viewer who sees none of it. */
  readonly elsewhere: Measured;
};

type Filler = { readonly person: Person; readonly device: string };

const reportOf = ({ person, device }: Filler): ReceivedEvent => {
  const text = reportText(person, device);
  const event = parseEvent(text);
  if (!event.ok) throw new Error(event.error);
  return {
    text,
    signature: 'unsigned',
    hash: hashOf(text),
    envelope: event.value,
    event: event.value,
    fault: null,
  };
};

const fillByHttp = async (url: string, events: number): Promise<void> => {
  const [account] = await signInAll(url);
  const devices = await Promise.all(Array.from({ length: PUSHING_DEVICES }, () => enrolLoadDevice(account!)));
  let left = events;
  await Promise.all(
    devices.map(async (device) => {
      while (left > 0) {
        const size = Math.min(BATCH, left);
        left -= size;
        const answer = await device.request('POST', '/api/sync/push', await device.packPush(size));
        if (answer.status !== 200) throw new Error(`push refused: ${answer.status}`);
      }
      device.leave();
    }),
  );
};

const fillDirectly = async (store: Store, filler: Filler, events: number): Promise<void> => {
  const { person, device } = filler;
  const receipts = openReceipts('bench');
  for (let left = events; left > 0; left -= BATCH * BATCHES_TOGETHER) {
    const [first, ...others] = Array.from(
      { length: Math.min(BATCHES_TOGETHER, Math.ceil(left / BATCH)) },
      () => ({
        person,
        device,
        receivedEvents: Array.from({ length: BATCH }, () => reportOf(filler)),
        unsent: BATCH,
        receivedAt: Date.now(),
      }),
    );
    await takePushes(store, [first!, ...others], receipts);
  }
};

/** The cursor of a desk that has pulled everything. Made directly: pulling page by page would take too long. */
const headCursor = async (store: Store, viewer: Authority): Promise<string> => {
  const { seq, mark } = await store.read
    .selectFrom('regions')
    .select(['seq', 'mark'])
    .where('region', '=', viewer.region)
    .executeTakeFirstOrThrow();
  return writeCursor({ seq, mark, scope: scopeHash(viewer), view: 1 });
};

const sample = async (work: () => Promise<unknown>): Promise<Measured> => {
  const times: number[] = [];
  for (let at = 0; at < UNMEASURED + SAMPLES; at++) {
    times.push(await timed(work));
  }
  return summarise(times.slice(UNMEASURED));
};

/**
 * Measures each size: for a reviewer, who sees the whole region, and for a patroller of other grids. `byHttp` events are
 * pushed over HTTP.
 */
export const pullCosts = async (sizes: readonly number[], byHttp: number): Promise<readonly PullCost[]> => {
  const dataDir = await makeFolder();
  const server = await startTestServer({ dataDir });
  const filler = await signIn(server.url, 'wang');
  const store = await openStore(await databaseOf(dataDir));
  try {
    const chen = await signIn(server.url, 'chen', { id: randomUUID() });
    const zhao = await signIn(server.url, 'zhao', { id: randomUUID() });
    const authority = async ({ person }: typeof chen) =>
      authorityOf((await personById(store.read, person.id))!);
    const [viewer, stranger] = [await authority(chen), await authority(zhao)];
    const costs: PullCost[] = [];
    let filled = 0;
    for (const size of sizes) {
      const byHttpHere = Math.max(0, Math.min(size, byHttp) - filled);
      await fillByHttp(server.url, byHttpHere);
      await fillDirectly(store, { person: filler.person, device: filler.id }, size - filled - byHttpHere);
      filled = size;
      const cursor = await headCursor(store, viewer);
      for (let news = 0; news < NEWS; news++) await filler.push(await filler.reports());
      const recent = await sample(async () => {
        const page = await pullPage(store, viewer, cursor);
        if (page.subjects.length !== NEWS)
          throw new Error(`${page.subjects.length} subjects after the cursor`);
      });
      const first = await sample(async () => {
        const page = await pullPage(store, viewer, null);
        if (!page.more || page.subjects.length === 0) throw new Error('no first page');
      });
      const elsewhere = await sample(async () => {
        const page = await pullPage(store, stranger, null);
        if (!page.more || page.subjects.length > 0) throw new Error('a patroller of other grids sees a case');
      });
      costs.push({ events: size, recent, first, elsewhere });
    }
    return costs;
  } finally {
    await store.close();
    await server.close();
    await rm(dataDir, { recursive: true, force: true });
  }
};
