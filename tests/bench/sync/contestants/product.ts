/**
 * The product as a contestant: the built app on the built server, with its own sign-in, drafts, save and sync engine.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { MAX_PUSH_EVENTS } from '#domain/protocol/push.ts';
import { openStore } from '#server/store/store.ts';
import { Patroller } from '#tests/support/people/patroller.ts';
import { Phone } from '#tests/support/people/phone.ts';
import { Product } from '#tests/support/servers/product.ts';
import { eventually } from '#tests/support/people/progress.ts';
import type { ShapingProxy } from '#tests/support/link/shaping-proxy.ts';
import { demoAccount } from '#tests/support/clients/sign-in.ts';
import { storedPhotos } from '#tests/support/servers/stored-photos.ts';
import { buildPageScript } from './build-page.ts';
import type { Contestant, Payload, Verified } from './contestant.ts';
import type { Followed, Held, SyncBench } from './product-page.ts';
import { openQuietPage, type QuietPage } from './quiet-page.ts';
import { REST_MILLIS } from './rest.ts';

declare const syncBench: SyncBench;
declare let followed: { readonly read: () => Followed };

const DAY = 24 * 60 * 60_000;

const payloadOf = ({ events, photos, thumbnails }: Held): Payload => {
  let texts = 0;
  for (let at = 0; at < events.length; at += MAX_PUSH_EVENTS) {
    const batch = events.slice(at, at + MAX_PUSH_EVENTS).map(({ text, signature }) => ({ text, signature }));
    texts += gzipSync(JSON.stringify(batch)).length;
  }
  const sum = (pictures: Held['photos']) => pictures.reduce((all, { bytes }) => all + bytes, 0);
  return { texts, thumbnails: sum(thumbnails), photos: sum(photos) };
};

/** Each event is applied once, each case exists once, and each picture is stored once under its hash. */
const verifyServer = async (dataDir: string, { events, photos, thumbnails }: Held): Promise<Verified> => {
  const store = await openStore(join(dataDir, 'grid-patrol.sqlite'));
  const rows = await store.read.selectFrom('events').select(['id', 'text', 'verdict']).execute();
  const subjects = await store.read.selectFrom('subjects').select('id').execute();
  await store.close();
  const files = await storedPhotos(dataDir);
  let [lost, doubled] = [0, 0];
  const count = (found: number) => {
    if (found === 0) lost += 1;
    if (found > 1) doubled += found - 1;
  };
  for (const { id, text } of events) {
    count(rows.filter((it) => it.id === id && it.text === text && it.verdict === 'applied').length);
    count(
      subjects.filter((it) => it.id === (JSON.parse(text) as { subject: { id: string } }).subject.id).length,
    );
  }
  for (const { sha256 } of [...photos, ...thumbnails]) count(files.get(sha256) ?? 0);
  doubled += rows.length - events.length + subjects.length - events.length;
  return { lost, doubled };
};

export const openProduct = async (link: ShapingProxy): Promise<Contestant> => {
  const script = await readFile(
    join(await buildPageScript(join(import.meta.dirname, 'product-page.ts')), 'product-page.js'),
    'utf8',
  );
  const product = await Product.start({ env: { TRUSTED_ORIGINS: link.url } });
  link.pointAt(product.port);
  const phone = await Phone.unpack({ url: link.url });
  let held: Held = { events: [], photos: [], thumbnails: [] };
  let quiet: QuietPage | null = null;
  const page = () => quiet!.page;
  const read = () => page().evaluate(() => followed.read());
  return {
    profileDir: phone.profileDir,
    prepare: async (reports, seed) => {
      const patroller = new Patroller(phone, link);
      await patroller.opensTheApp();
      await patroller.signsIn(demoAccount(product.output, 'patroller'));
      await patroller.waitsUntilTheAppIsInstalled();
      patroller.goesOffline();
      // Evaluated by the debugger: the policy of the app forbids other scripts.
      await phone.page.evaluate(script);
      held = await phone.page.evaluate(({ reports, seed }) => syncBench.save(reports, seed), {
        reports,
        seed,
      });
      await phone.close();
      quiet = await openQuietPage(phone.profileDir, link.url);
      await page().waitForSelector('main h1');
      await quiet.goesOffline();
      await page().evaluate(script);
      await page().evaluate(async () => {
        followed = await syncBench.follow();
      });
      await sleep(REST_MILLIS);
      return payloadOf(held);
    },
    begin: async () => {
      await quiet!.goesOnline();
      const { onlineAt } = await eventually(read, (it) => it.onlineAt !== null, 5_000);
      return onlineAt!;
    },
    finished: async () => {
      const { doneAt } = await eventually(read, (it) => it.doneAt !== null, DAY);
      return doneAt!;
    },
    lastTextAt: async (exchanges) =>
      exchanges.findLast((it) => it.path === '/api/sync/push' && it.status === 200)?.answeredAt ?? null,
    blocked: async () => {
      const { longTasks } = await read();
      return { tasks: longTasks.length, longestTaskMillis: Math.max(0, ...longTasks) };
    },
    verify: async () => {
      await product.stop();
      return verifyServer(product.dataDir, held);
    },
    close: async () => {
      await quiet?.close();
      await phone.scrap();
      await product.stop();
      await product.removeData();
    },
  };
};
