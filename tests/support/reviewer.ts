/** A reviewer at the desk: every method is something a person does or sees there. */
import type { Locator, Page } from 'playwright-core';
import type { Phone } from './phone.ts';
import { signIn, type Account } from './sign-in.ts';

export class Reviewer {
  /** `phone` is the reviewer's own browser; a desk is only a wider one. */
  constructor(readonly phone: Phone) {}

  get #page(): Page {
    return this.phone.page;
  }

  async opensTheDesk(account: Account): Promise<void> {
    await this.phone.start();
    await this.#page.goto('/');
    await signIn(this.#page, account);
    await this.#list.waitFor();
  }

  countsCases(): Promise<number> {
    return this.#cases.count();
  }

  /** Opens the case at this place in the list. */
  async opensCase(index: number): Promise<void> {
    await this.#cases.nth(index).click();
    await this.#fileButton.or(this.#page.getByText('已立案')).first().waitFor();
  }

  /** Waits until every photo of the open case is there whole; answers what the shown bytes hash to. */
  async seesWholePhotos(): Promise<readonly string[]> {
    await this.#photos.first().waitFor();
    await this.#page.getByText('正在取原图').first().waitFor({ state: 'detached' });
    return this.#photos.evaluateAll((images) =>
      Promise.all(
        images.map(async (image) => {
          const bytes = await (await fetch((image as HTMLImageElement).src)).arrayBuffer();
          const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
          return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
        }),
      ),
    );
  }

  async filesIt(): Promise<void> {
    await this.#fileButton.click();
    await this.#page.getByText('已立案').first().waitFor();
  }

  async dismissesIt(reason: string): Promise<void> {
    await this.#page.getByRole('button', { name: '不予立案' }).click();
    await this.#page.getByRole('dialog').getByRole('textbox').fill(reason);
    await this.#page
      .getByRole('dialog')
      .getByRole('button', { name: /不予立案|确定/ })
      .click();
    await this.#page.getByText('不予立案').first().waitFor();
  }

  get #list(): Locator {
    return this.#page.getByRole('list', { name: '案件列表' });
  }

  get #cases(): Locator {
    return this.#list.getByRole('listitem');
  }

  get #photos(): Locator {
    return this.#page.getByRole('main').getByAltText(/^照片 \d+$/);
  }

  get #fileButton(): Locator {
    return this.#page.getByRole('button', { name: '立案', exact: true });
  }
}
