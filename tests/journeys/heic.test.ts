/** HEIC pictures in the built app, from the first one without a link on. */
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { heicFiles } from '#tests/support/data/photos.ts';
import { PhoneBehindLink } from '#tests/support/link/phone-behind-link.ts';
import { perfectLink } from '#tests/support/link/shaping-proxy.ts';
import { hangingCable } from '#tests/support/people/patroller.ts';
import { eventually } from '#tests/support/people/progress.ts';

const [first, second] = await heicFiles();

let stage: PhoneBehindLink;
beforeAll(async () => {
  stage = await PhoneBehindLink.open();
});
afterAll(() => stage?.end());

const storedDecoders = () =>
  stage.phone.page.evaluate(async () => {
    const paths: string[] = [];
    for (const name of await caches.keys())
      for (const { url } of await (await caches.open(name)).keys())
        if (url.includes('libheif')) paths.push(url);
    return paths.length;
  });

/** As after an update of the app with another decoder. */
const hasEarlierDecoder = async (): Promise<void> => {
  await stage.phone.page.evaluate(async () => {
    const cache = await caches.open('heic-decoder');
    const [own] = await cache.keys();
    const file = await cache.match(own!);
    await cache.delete(own!);
    await cache.put('/assets/libheif-bundle-earlier.mjs', file!.clone());
    await cache.put(own!, file!);
  });
  expect(await storedDecoders()).toBe(2);
};

const hasPhotos = (expected: number) =>
  eventually(
    () => stage.patroller.photoCount(),
    (count) => count === expected,
    30_000,
  );

test('the licence of the HEIC decoder, its link opened in the installed app → its text', async () => {
  const { phone, patroller } = stage;
  await patroller.opensTheApp();
  await patroller.waitsUntilTheAppIsInstalled();
  await phone.page.goto('/licences/libheif.txt');
  expect(await phone.page.innerText('body')).toContain('GNU LESSER GENERAL PUBLIC LICENSE');
  await phone.kill();
});

test.skipIf(!second)(
  '[D19a] [D19d] a HEIC picture without a link, the browser is killed → kept, decoded with the link; the next one needs no link, and an earlier decoder is deleted',
  async () => {
    onTestFailed(() => stage.pictures('heic'));
    const { phone, patroller } = stage;
    await patroller.opensTheApp();
    await stage.signsIn();
    await patroller.hasADurableSession();
    expect(await storedDecoders()).toBe(0);
    patroller.goesOffline();
    await patroller.beginsAReport();
    await patroller.describes(hangingCable, hangingCable.description);
    await patroller.picksUndecoded(first!);
    await patroller.seesTheDraftSaved();
    await phone.kill();

    await patroller.opensTheApp();
    await patroller.isBackInTheReport();
    await patroller.seesUndecoded(first!);
    await patroller.isAskedAboutUndecoded();
    patroller.comesBackOn(perfectLink);
    await patroller.firesOnline();
    await hasPhotos(1);
    expect(await storedDecoders()).toBe(1);
    await patroller.savesAndGoesOn();

    await hasEarlierDecoder();
    patroller.goesOffline();
    await phone.kill();
    await patroller.opensTheApp();
    await eventually(storedDecoders, (count) => count === 1, 10_000);
    await patroller.beginsAReport();
    await patroller.describes(hangingCable, hangingCable.description);
    expect(await patroller.picks(second!)).toBe('accepted');
    await patroller.savesAndGoesOn();
    patroller.comesBackOn(perfectLink);
    await patroller.firesOnline();
    await patroller.opensMyReports();
    await eventually(
      () => patroller.seesTrust(),
      (cards) => cards.join() === 'complete,complete',
      60_000,
    );
  },
);
