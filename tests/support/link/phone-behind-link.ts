/** The setting of most journeys: the built product, a shaped link that can be cut, and the phone of a patroller behind it. */
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
  /** A folder for the files of the journey. */
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

  /** Starts with the phone off and a perfect link. */
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

  /** Opens the app for the first time, signs in, and waits until the app is installed. */
  async signsIn(): Promise<void> {
    await this.patroller.signsIn(this.account('patroller'));
    await this.patroller.waitsUntilTheAppIsInstalled();
  }

  /** Adds the browser of a reviewer, switched off and without a link in between. */
  async addsDesk(): Promise<Phone> {
    const desk = await Phone.unpack({ url: this.product.url, viewport: deskSize });
    this.#desks.push(desk);
    return desk;
  }

  /** Replaces the server by another build on the same data, and points the link at it. */
  async updatesTheProduct(dist: string): Promise<void> {
    const { dataDir } = this.product;
    await this.product.stop();
    this.#product = await Product.start({ dataDir, dist, env: { TRUSTED_ORIGINS: this.link.url } });
    this.link.pointAt(this.product.port);
  }

  /** Saves the last screens, to explain a failed journey. */
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
