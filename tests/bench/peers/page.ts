/** Runs in the page of a peer: saves the work into its store and sends it. */
import { openWork } from '../sync/work.ts';
import { openBound } from './clients/bound.ts';
import { asPeerReport, type OpenClient, type PeerText } from './clients/client.ts';
import { openPouchdb } from './clients/pouchdb.ts';
import { openRxdb } from './clients/rxdb.ts';
import { openTus } from './clients/tus.ts';
import { openWorkbox } from './clients/workbox.ts';
import type { PeerName } from './peer-names.ts';

export type PeerHeld = {
  readonly texts: readonly PeerText[];
  readonly photoBytes: number;
  readonly thumbnailBytes: number;
};

const clients: Record<PeerName, OpenClient> = {
  bound: openBound,
  tus: openTus,
  workbox: openWorkbox,
  pouchdb: openPouchdb,
  rxdb: openRxdb,
};

const opened = clients[new URLSearchParams(location.search).get('peer') as PeerName]();

const save = async (count: number, seed: number): Promise<PeerHeld> => {
  const client = await opened;
  const work = await openWork(seed);
  const texts: PeerText[] = [];
  let [photoBytes, thumbnailBytes] = [0, 0];
  for (let at = 0; at < count; at++) {
    const report = asPeerReport(await work.report(at), at);
    await client.save(report);
    texts.push(report.text);
    for (const { blob } of report.photos) photoBytes += blob.size;
    for (const { blob } of report.thumbnails) thumbnailBytes += blob.size;
  }
  return { texts, photoBytes, thumbnailBytes };
};

/** Returns the time at which the page had the confirmation of everything sent. */
const send = async (): Promise<number> => {
  await (await opened).send();
  return Date.now();
};

const ready = async (): Promise<void> => void (await opened);

Object.assign(globalThis, { peerBench: { ready, save, send } });
export type PeerBench = {
  readonly ready: typeof ready;
  readonly save: typeof save;
  readonly send: typeof send;
};
