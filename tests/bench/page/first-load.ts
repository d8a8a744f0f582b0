import { gzipSync } from 'node:zlib';
import { Phone } from '#tests/support/people/phone.ts';
import { Product } from '#tests/support/servers/product.ts';
import { demoAccount, signIn } from '#tests/support/clients/sign-in.ts';
import { shownAt, watchFor } from './shown-at.ts';

/** Gzipped bytes of every script fetched until the patrol home is usable, signed in, with a cold cache. */
export const firstLoad = async (): Promise<ReadonlyMap<string, number>> => {
  const product = await Product.start();
  const phone = await Phone.unpack({ url: product.url });
  try {
    await phone.start();
    await phone.page.goto('/');
    await signIn(phone.page, demoAccount(product.output, 'patroller'));
    const door = phone.page
      .getByRole('link', { name: '拍照上报' })
      .or(phone.page.getByRole('button', { name: '拍照上报' }));
    await door.first().waitFor();

    await watchFor(phone.page, '立即发送');
    await phone.page.reload({ waitUntil: 'commit' });
    const usableAt = await shownAt(phone.page);
    const scripts = await phone.page.evaluate(
      (until) =>
        performance
          .getEntriesByType('resource')
          .flatMap(({ name, startTime }) => (name.endsWith('.js') && startTime <= until ? [name] : [])),
      usableAt,
    );
    const bytesByPath = new Map<string, number>();
    for (const url of scripts) {
      const body = await (await fetch(url)).arrayBuffer();
      bytesByPath.set(new URL(url).pathname, gzipSync(new Uint8Array(body), { level: 9 }).length);
    }
    if (bytesByPath.size === 0) throw new Error('no script was fetched');
    return bytesByPath;
  } finally {
    await phone.scrap();
    await product.stop();
    await product.removeData();
  }
};
