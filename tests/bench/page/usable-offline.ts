import type { Page } from 'playwright-core';
import { Patroller } from '#tests/support/people/patroller.ts';
import { Phone } from '#tests/support/people/phone.ts';
import { Product } from '#tests/support/servers/product.ts';
import { ShapingProxy } from '#tests/support/link/shaping-proxy.ts';
import { demoAccount } from '#tests/support/clients/sign-in.ts';
import { summarise, type Measured } from '#tests/bench/measure.ts';
import { shownAt, watchFor } from './shown-at.ts';

const ROUNDS = 7;

/** One file from the service worker: the cost of opening anything. */
const bareMillis = async (page: Page): Promise<number> => {
  await page.goto('/favicon.svg');
  return page.evaluate(() => performance.getEntriesByType('navigation')[0]!.duration);
};

/** A new browser process each time, without a link: from the start of the navigation to the usable home. */
export const usableOffline = async (): Promise<{ millis: Measured; toBare: Measured }> => {
  const link = await ShapingProxy.open(0);
  const product = await Product.start({ env: { TRUSTED_ORIGINS: link.url } });
  link.pointAt(product.port);
  const phone = await Phone.unpack({ url: link.url });
  const millis: number[] = [];
  const ratios: number[] = [];
  try {
    const patroller = new Patroller(phone, link);
    await patroller.opensTheApp();
    await patroller.signsIn(demoAccount(product.output, 'patroller'));
    await patroller.waitsUntilTheAppIsInstalled();
    patroller.goesOffline();
    for (let round = 0; round < ROUNDS; round++) {
      await phone.close();
      const page = await phone.start();
      await watchFor(page, '拍照上报');
      await page.goto('/', { waitUntil: 'commit' });
      const usable = await shownAt(page);
      await phone.close();
      const bare = await bareMillis(await phone.start());
      millis.push(usable);
      ratios.push(usable / bare);
    }
    return { millis: summarise(millis), toBare: summarise(ratios) };
  } finally {
    await phone.scrap();
    await link.close();
    await product.stop();
    await product.removeData();
  }
};
