/** A reviewer at the desk: every method is something a person does or sees there. */
import type { Locator, Page } from 'playwright-core';
import type { Phone } from './phone.ts';
import { signIn, type Account } from '#tests/support/clients/sign-in.ts';
import { core } from '#ui/i18n/zh/core.ts';
import { desk } from '#ui/i18n/zh/desk.ts';
import { detail } from '#ui/i18n/zh/detail.ts';
import { undo } from '#ui/i18n/zh/undo.ts';

export class Reviewer {
  /** `phone` is the browser of the reviewer; a desk is a wider one. */
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

  /** The number of cases in the list. Only visible lines are in the page, with the total as an attribute. */
  async countsCases(): Promise<number> {
    const [size] = await this.#cases.evaluateAll((lines) => lines.map((line) => line.ariaSetSize));
    return Number(size ?? 0);
  }

  /** Opens the case at this index of the list. */
  async opensCase(index: number): Promise<void> {
    await this.#opens(this.#cases.nth(index));
  }

  /** Opens the first case of the list whose photos are all on the server. */
  async opensCaseWithAllPhotos(): Promise<void> {
    const counted = new RegExp(detail.photoCount(1).replace('1', '\\d+'));
    await this.#opens(this.#cases.filter({ hasText: counted }).first());
  }

  async #opens(line: Locator): Promise<void> {
    await line.click();
    await this.#fileButton.or(this.#detail.getByText(desk.decided)).first().waitFor();
  }

  /** Zooms into every photo of the open case, waits for its full size, and returns the hashes of the shown bytes. */
  async seesWholePhotos(): Promise<readonly string[]> {
    await this.#page
      .getByRole('button', { name: detail.viewPhoto(1) })
      .first()
      .click();
    const seen: string[] = [];
    for (;;) {
      seen.push(await this.#photo.evaluate(hashOfImage));
      const [at, of] = (await this.#zoom.getByText(/^\d+ \/ \d+/).innerText()).match(/\d+/g)!.map(Number);
      if (at === of) break;
      await this.#page.keyboard.press('ArrowRight');
      await this.#zoom.getByText(`${at! + 1} / ${of}`).waitFor();
    }
    await this.#page.keyboard.press('Escape');
    await this.#zoom.waitFor({ state: 'detached' });
    return seen;
  }

  async filesIt(): Promise<void> {
    await this.#fileButton.click();
    await this.#detail.getByText(core.states.filed).first().waitFor();
  }

  /** Takes the last decision back; its case is open. */
  async undoesIt(): Promise<void> {
    await this.#page.getByRole('button', { name: undo.undo }).click();
    await this.#fileButton.waitFor();
  }

  async dismissesIt(reason: string): Promise<void> {
    await this.#detail.getByRole('button', { name: desk.dismiss }).click();
    await this.#page.getByRole('dialog').getByRole('textbox').fill(reason);
    await this.#page.getByRole('dialog').getByRole('button', { name: desk.dismiss }).click();
    await this.#detail.getByText(desk.decided).waitFor();
  }

  get #list(): Locator {
    return this.#page.getByRole('list', { name: desk.list });
  }

  get #cases(): Locator {
    return this.#list.getByRole('listitem');
  }

  get #detail(): Locator {
    return this.#page.getByRole('region', { name: detail.caseTitle, exact: true });
  }

  get #zoom(): Locator {
    return this.#page.getByRole('dialog', { name: detail.photos });
  }

  /** The photo in the zoom, once it is shown in full size. */
  get #photo(): Locator {
    return this.#zoom.locator('img[data-full=true]');
  }

  get #fileButton(): Locator {
    return this.#page.getByRole('button', { name: desk.file, exact: true });
  }
}

const hashOfImage = async (image: Element): Promise<string> => {
  const bytes = await (await fetch((image as HTMLImageElement).src)).arrayBuffer();
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
};
