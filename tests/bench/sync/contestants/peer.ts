/** A peer as a contestant: its own page and server, with the same browser, link and work as the product. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { PeerBench, PeerHeld } from '#tests/bench/peers/page.ts';
import type { PeerName } from '#tests/bench/peers/peer-names.ts';
import type { Answer, Question } from '#tests/bench/peers/server.ts';
import { Phone } from '#tests/support/people/phone.ts';
import type { ShapingProxy } from '#tests/support/link/shaping-proxy.ts';
import { makeFolder } from '#tests/support/servers/test-server.ts';
import { buildPageScript } from './build-page.ts';
import type { Contestant, Verified } from './contestant.ts';
import { openQuietPage, type QuietPage } from './quiet-page.ts';
import { REST_MILLIS } from './rest.ts';

declare const peerBench: PeerBench;

const peers = join(import.meta.dirname, '../../peers');
const REPORTS_A_BODY = 50;

export const mustHavePeers = (): void => {
  if (!existsSync(join(peers, 'node_modules')))
    throw new Error('The peers are not installed: run "npm ci" in tests/bench/peers first.');
};

let scripts: Promise<string> | null = null;
const pageScripts = (): Promise<string> => {
  mustHavePeers();
  return (scripts ??= buildPageScript(join(peers, 'page.ts'), join(peers, 'dist')));
};

const payloadOf = ({ texts, photoBytes, thumbnailBytes }: PeerHeld) => {
  let bytes = 0;
  for (let at = 0; at < texts.length; at += REPORTS_A_BODY)
    bytes += gzipSync(JSON.stringify(texts.slice(at, at + REPORTS_A_BODY))).length;
  return { texts: bytes, thumbnails: thumbnailBytes, photos: photoBytes };
};

const startServer = async (peer: PeerName, folder: string) => {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(peers, 'server.ts'), peer, folder, await pageScripts()],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
  const [port] = (await once(child, 'message')) as [number];
  return {
    port,
    ask: async <T extends Answer>(question: Question): Promise<T> => {
      const reply = once(child, 'message') as Promise<[{ readonly answer: T }]>;
      child.send(question);
      return (await reply)[0].answer;
    },
    stop: async () => {
      const gone = once(child, 'exit');
      if (child.kill('SIGKILL')) await gone;
    },
  };
};

export const openPeer = async (peer: PeerName, link: ShapingProxy): Promise<Contestant> => {
  const folder = await makeFolder();
  const server = await startServer(peer, folder);
  link.pointAt(server.port);
  const phone = await Phone.unpack({ url: link.url });
  let held: PeerHeld = { texts: [], photoBytes: 0, thumbnailBytes: 0 };
  let finished: Promise<number> | null = null;
  const ids = () => held.texts.map((it) => it.id);
  let quiet: QuietPage | null = null;
  const address = `${link.url}/?peer=${peer}`;
  return {
    profileDir: phone.profileDir,
    prepare: async (reports, seed) => {
      await phone.start();
      await phone.page.goto(address);
      await phone.page.evaluate(() => peerBench.ready());
      link.goOffline();
      held = await phone.page.evaluate(({ reports, seed }) => peerBench.save(reports, seed), {
        reports,
        seed,
      });
      await phone.close();
      link.goOnline();
      quiet = await openQuietPage(phone.profileDir, address);
      await quiet.page.evaluate(() => peerBench.ready());
      await sleep(REST_MILLIS);
      return payloadOf(held);
    },
    begin: () => {
      const from = Date.now();
      finished = quiet!.page.evaluate(() => peerBench.send());
      // A run that exceeds its time ends this with the page.
      finished.catch(() => {});
      return Promise.resolve(from);
    },
    finished: () => finished!,
    lastTextAt: () => server.ask<number | null>({ ask: 'lastTextAt', ids: ids() }),
    blocked: () => Promise.resolve(null),
    verify: () =>
      server.ask<Verified>({
        ask: 'compare',
        ids: ids(),
        hashes: held.texts.flatMap((it) => it.photos.flatMap(({ sha256, thumbnail }) => [sha256, thumbnail])),
      }),
    close: async () => {
      await quiet?.close();
      await phone.scrap();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
