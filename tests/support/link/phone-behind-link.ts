/** What most journeys stand on: the built product, a link that is shaped and cut, and a patroller's phone behind it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Patroller } from '#tests/support/people/patroller.ts';
import { Phone, type PhoneOptions } from '#tests/support/people/phone.ts';
import { Product } from '#tests/support/servers/product.ts';
import { ShapingProxy } from './shaping-proxy.ts';
import { demoAccount, type Account } from '#tests/support/clients/sign-in.ts';

export const deskSize = { width: 1440, height: 900 };

export class PhoneBehindLink {
  readonly link: ShapingProxy;
  readonly phone: Phone;
  readonly patroller: Patroller;
  /** For the files of the journey. */
  readonly folder: string;
  #product: Product;
  readonly #desks: Phone[] = [];

  private constructor(link: ShapingProxy, product: Product, phone: Phone, folder: string) {
    this.link = link;
    this.phone = phone;
    this.patroller = new Patroller(phone, link);
    this.folder = folder;
    this.#product = product;
  }

  /** The phone is off; the link carries all at once. */
  static async open({ flags = [] }: Pick<PhoneOptions, 'flags'> = {}): Promise<PhoneBehindLink> {
    const link = await ShapingProxy.open(0);
    const product = await Product.start({ isCopy: true, env: { TRUSTED_ORIGINS: link.url } });
    link.pointAt(product.port);
    const folder = await mkdtemp(join(tmpdir(), 'grid-journey-'));
    return new PhoneBehindLink(link, product, await Phone.unpack({ url: link.url, flags }), folder);
  }

  get product(): Product {
    return this.#product;
  }

  account(role: 'patroller' | 'reviewer' | 'admin'): Account {
    return demoAccount(this.product.output, role);
  }

  /** First visit over: signed in, and the app is on the phone. */
  async signsIn(): Promise<void> {
    await this.patroller.signsIn(this.account('patroller'));
    await this.patroller.waitsUntilTheAppIsInstalled();
  }

  /** An office's browser, with no link between it and the product; switched off. */
  async addsDesk(): Promise<Phone> {
    const desk = await Phone.unpack({ url: this.product.url, viewport: deskSize });
    this.#desks.push(desk);
    return desk;
  }

  /** Another build takes over the data; the link goes there. */
  async updatesTheProduct(dist: string): Promise<void> {
    const { dataDir } = this.product;
    await this.product.stop();
    this.#product = await Product.start({ dataDir, dist, env: { TRUSTED_ORIGINS: this.link.url } });
    this.link.pointAt(this.product.port);
  }

  /** What the people saw last, for whoever reads a failed journey. */
  async pictures(name: string): Promise<void> {
    await this.phone.picture(`${name}-phone`);
    for (const desk of this.#desks) await desk.picture(`${name}-desk`);
  }

  async end(): Promise<void> {
    for (const phone of [this.phone, ...this.#desks]) await phone.scrap();
    await this.link.close();
    await this.product.stop();
    await this.product.removeData();
    await rm(this.folder, { recursive: true, force: true });
  }
}
