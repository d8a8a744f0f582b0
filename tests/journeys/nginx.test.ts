/**
 * The documented deployment: Debian's nginx with TLS in front of the built product. A phone reports through it over a bad
 * link, and a desk is notified at once.
 */
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { heldPhotos, readRows } from '#tests/support/database/indexed-rows.ts';
import { Nginx, nginxPath } from '#tests/support/link/nginx.ts';
import { Patroller } from '#tests/support/people/patroller.ts';
import { Phone } from '#tests/support/people/phone.ts';
import { drawPhoto } from '#tests/support/data/photos.ts';
import { Product } from '#tests/support/servers/product.ts';
import { eventually, startProgress } from '#tests/support/people/progress.ts';
import { perfectLink, ShapingProxy } from '#tests/support/link/shaping-proxy.ts';
import { demoAccount, signIn } from '#tests/support/clients/sign-in.ts';

const hasNginx = nginxPath() !== undefined;
const isSkipped = !hasNginx && !process.env['CI'];
if (isSkipped)
  console.log('nginx is not on this machine (Debian: apt-get install nginx-light): its journey is skipped');

/** Slow enough that a photo takes some seconds. */
const slowLink = { ...perfectLink, upBitsPerSecond: 600_000 };

/** The links from the phone and from the desk to nginx. */
let link: ShapingProxy;
let wire: ShapingProxy;
let product: Product;
let nginx: Nginx;
let phone: Phone;
let desk: Phone;
let folder: string;

beforeAll(async () => {
  if (isSkipped) return;
  folder = await mkdtemp(join(tmpdir(), 'grid-journey-'));
  [link, wire] = [await ShapingProxy.open(0), await ShapingProxy.open(0)];
  const [url, deskUrl] = [link, wire].map(({ port }) => `https://localhost:${port}`) as [string, string];
  product = await Product.start({
    env: { PUBLIC_URL: url, TRUSTED_ORIGINS: deskUrl, TRUST_PROXY: '1', HOST: '127.0.0.1' },
  });
  nginx = await Nginx.start(product.port);
  for (const way of [link, wire]) way.pointAt(nginx.port);
  const flags = [nginx.trustFlag];
  phone = await Phone.unpack({ url, flags });
  desk = await Phone.unpack({ url: deskUrl, flags, viewport: { width: 1440, height: 900 } });
});

afterAll(async () => {
  await Promise.all([phone?.scrap(), desk?.scrap()]);
  await link?.close();
  await wire?.close();
  await nginx?.stop();
  await product?.stop();
  await product?.removeData();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** Bytes of unfinished uploads on the server. */
const partialBytes = async (): Promise<number> => {
  const inside = join(product.dataDir, 'partial');
  const names = await readdir(inside, { recursive: true });
  const sizes = await Promise.all(names.map((name) => stat(join(inside, name)).catch(() => null)));
  return sizes.reduce((sum, it) => sum + (it?.isFile() ? it.size : 0), 0);
};

/** Requests since the start of the server: method, path without hashes, status. */
const requests = (): readonly string[] =>
  product.output.split('\n').flatMap((line) => {
    const found = /"method":"(\w+)","path":"([^"]+)","status":(\d+)/.exec(line);
    return found ? [`${found[1]} ${found[2]!.replace(/[0-9a-f]{64}/, '*')} ${found[3]}`] : [];
  });

/** The uploads that the page has begun and that have not ended. */
const openUploads = (page: Page): ReadonlySet<Request> => {
  const open = new Set<Request>();
  page.on('request', (request) => {
    if (request.method() === 'PUT') open.add(request);
  });
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
  return open;
};

/** An empty desk has no list. */
const opensTheDesk = async (): Promise<void> => {
  await desk.start();
  await desk.page.goto('/');
  await signIn(desk.page, demoAccount(product.output, 'reviewer'));
  await desk.page.waitForURL('**/desk');
};

const casesAt = async (browser: Phone): Promise<number> =>
  (await readRows(browser.page, 'grid-patrol-main-', 'subjects')).length;

test.skipIf(isSkipped)(
  '[H3b] [H3c] [V1c] through Debian’s nginx, an upload is cut → continues at its offset, and the desk is notified at once',
  { timeout: 60_000 },
  async () => {
    const tell = startProgress('nginx');
    onTestFailed(async () => {
      await phone.picture('nginx-phone');
      await desk.picture('nginx-desk');
      console.log(nginx.output());
    });
    const patroller = new Patroller(phone, link);
    await Promise.all([patroller.opensTheApp(), opensTheDesk()]);
    await patroller.signsIn(demoAccount(product.output, 'patroller'));
    await patroller.waitsUntilTheAppIsInstalled();
    const cookies = await phone.page.context().cookies();
    expect(cookies).toMatchObject([{ secure: true, httpOnly: true, sameSite: 'Lax' }]);
    const casesBefore = await casesAt(desk);
    tell('phone and desk are signed in over TLS');

    const photos = ['first.jpg', 'second.jpg'].map((name) => join(folder, name));
    for (const [seed, path] of photos.entries())
      await writeFile(path, await drawPhoto(phone.page, seed, 1600));
    await patroller.beginsAReport();
    await patroller.fillsIn({
      family: 'ebike',
      kind: '楼道充电',
      building: '1 幢',
      unit: '2 单元',
      floor: '3 层',
      spot: '楼梯口',
      description: '经代理上报',
    });
    await patroller.picksTogether(photos);
    const uploads = openUploads(phone.page);
    patroller.comesBackOn(slowLink);
    const upBefore = link.bytesUp;
    await patroller.savesAndGoesOn();
    await eventually(
      () => casesAt(desk),
      (cases) => cases > casesBefore,
      10_000,
    );
    tell('the desk shows the report, its photos still on the way');

    await eventually(
      () => Promise.resolve(link.bytesUp - upBefore),
      (sent) => sent > 200_000,
      30_000,
    );
    expect(uploads.size).toBeGreaterThan(0);
    patroller.goesOffline();
    const upAtCut = link.bytesUp;
    await eventually(
      () => Promise.resolve(requests().filter((it) => it.startsWith('PUT /api/photos/*')).length),
      (ended) => ended > 0,
      10_000,
    );
    // A browser repeats a PUT by itself when its connection is reset. A repeat after the return would send all bytes again.
    await eventually(
      () => Promise.resolve(uploads.size),
      (size) => size === 0,
      10_000,
    );
    const kept = await eventually(partialBytes, (bytes) => bytes > 100_000, 10_000);
    tell(`cut after ${upAtCut - upBefore} bytes; the server keeps ${kept} of the photos`);

    patroller.comesBackOn(perfectLink);
    await patroller.opensMyReports();
    await eventually(
      () => patroller.seesTrust(),
      (cards) => cards.length === 1 && cards[0] === 'complete',
      30_000,
    );
    const asked = requests();
    expect(asked).toContain('HEAD /api/photos/* 200');
    expect(asked).toContain('PATCH /api/photos/* 201');
    expect(await partialBytes()).toBe(0);
    const whole = (await heldPhotos(phone.page)).reduce((sum, photo) => sum + photo.bytes, 0);
    const upAfterCut = link.bytesUp - upAtCut;
    tell(`complete: of ${whole} bytes ${upAfterCut} went up after the cut, with everything around them`);
    expect(upAfterCut).toBeLessThan(whole - kept + 50_000);
  },
);
