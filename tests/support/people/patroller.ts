/** A patroller at work: every method is something a person does or sees on the phone. */
import { basename } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { Phone } from './phone.ts';
import { eventually } from './progress.ts';
import type { LinkShape, ShapingProxy } from '#tests/support/link/shaping-proxy.ts';
import { signIn, type Account } from '#tests/support/clients/sign-in.ts';
import { capture } from '#ui/i18n/zh/capture.ts';
import { core } from '#ui/i18n/zh/core.ts';

/** A report as the person enters it. `kind` is the name of a hazard kind in the catalogue. */
export type ReportFields = {
  readonly family: keyof typeof capture.families;
  readonly kind: string;
  readonly building: string;
  readonly unit: string;
  readonly floor: string;
  readonly spot: string;
  readonly description: string;
};

/** An ordinary report, for a journey in which its content does not matter. */
export const hangingCable: ReportFields = {
  family: 'ebike',
  kind: '飞线充电',
  building: '1 幢',
  unit: '1 单元',
  floor: '2 层',
  spot: '东侧外墙',
  description: '从三楼窗口拉下来',
};

/** What the card of a report says about it; `unclear` if it says none of these. */
export type Trust = 'onPhone' | 'textReceived' | 'photos' | 'complete' | 'unclear';

const PHOTO_MILLIS = 60_000;
const families = Object.keys(capture.families) as readonly ReportFields['family'][];

export class Patroller {
  constructor(
    readonly phone: Phone,
    readonly link: ShapingProxy,
  ) {}

  get #page(): Page {
    return this.phone.page;
  }

  async opensTheApp(): Promise<void> {
    await this.phone.start();
    await this.#page.goto('/');
  }

  async signsIn(account: Account): Promise<void> {
    await signIn(this.#page, account);
    await this.#reportLink.waitFor();
  }

  /** Waits until the service worker has stored the app. */
  async waitsUntilTheAppIsInstalled(): Promise<void> {
    await this.#page.evaluate(async () => void (await navigator.serviceWorker.ready));
  }

  /** Waits until the cookie is on the disk, so that the sign-in survives a kill. */
  async hasADurableSession(): Promise<void> {
    await this.phone.hasWrittenItsCookies();
  }

  goesOffline(): void {
    this.link.goOffline();
  }

  comesBackOn(shape: LinkShape): void {
    this.link.shape(shape);
    this.link.goOnline();
  }

  /** Fires the `online` event, as the system does in every page. */
  async firesOnline(): Promise<void> {
    await this.#page.evaluate(() => void globalThis.dispatchEvent(new Event('online')));
  }

  async seesTheHome(): Promise<void> {
    await this.#reportLink.waitFor();
  }

  /** Waits until the screen shows all of this text at once. */
  async reads(...words: readonly string[]): Promise<void> {
    await eventually(
      () => this.#page.getByRole('main').innerText(),
      (text) => words.every((it) => text.includes(it)),
      20_000,
    );
  }

  async beginsAReport(): Promise<void> {
    await this.#reportLink.click();
    await this.#picker.waitFor({ state: 'attached' });
  }

  async beginsAReportFromAnywhere(): Promise<void> {
    await this.#page.goto('/capture');
    await this.#picker.waitFor({ state: 'attached' });
  }

  /** Waits until the app has reopened the draft by itself. */
  async isBackInTheReport(): Promise<void> {
    await this.#picker.waitFor({ state: 'attached' });
  }

  /** Waits until the screen shows that the draft is saved. */
  async seesTheDraftSaved(): Promise<void> {
    await this.#page.getByText(capture.draftSaved).waitFor();
  }

  /** Picks one file from the album, and waits until it is accepted or refused. */
  async picks(path: string): Promise<'accepted' | 'refused'> {
    const before = await this.photoCount();
    await this.#picker.setInputFiles(path);
    const refusal = this.#refusalOf(path);
    return eventually(
      async () => {
        if ((await refusal.count()) > 0) return 'refused' as const;
        return (await this.photoCount()) > before ? ('accepted' as const) : null;
      },
      (outcome): outcome is 'accepted' | 'refused' => outcome !== null,
      PHOTO_MILLIS,
    ) as Promise<'accepted' | 'refused'>;
  }

  /** Picks a HEIC file while the decoder is not on the phone, and waits until it is in the draft. */
  async picksUndecoded(path: string): Promise<void> {
    await this.#picker.setInputFiles(path);
    await this.seesUndecoded(path);
  }

  async seesUndecoded(path: string): Promise<void> {
    await this.#page.getByRole('button', { name: capture.undecoded.open(basename(path)) }).waitFor();
  }

  /** Taps Save, reads that a HEIC picture is not decoded yet, and keeps the draft. */
  async isAskedAboutUndecoded(): Promise<void> {
    await this.tapsSave();
    const dialog = this.#page.getByRole('dialog', { name: capture.undecoded.saveTitle(1) });
    await dialog.getByRole('button', { name: core.cancel }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  /**
   * Takes a photo with the camera in the page, and waits until it is in the report. The fake camera repeats its pictures after
   * every start of the browser: a photo that is refused as a duplicate is taken again.
   */
  async takesAPhoto(): Promise<void> {
    const before = await this.photoCount();
    const photo = this.#page.getByAltText(capture.photo(before + 1), { exact: true });
    const doubles = this.#page.getByRole('alert').filter({ hasText: capture.fileFaults.duplicate });
    for (let seen = await doubles.count(); (await photo.count()) === 0; seen += 1) {
      await this.pressesTheShutter();
      await photo.or(doubles.nth(seen)).first().waitFor();
    }
  }

  async pressesTheShutter(): Promise<void> {
    await this.#page.getByRole('button', { name: capture.shutter, exact: true }).click();
  }

  async looksAtPhoto(number: number): Promise<void> {
    await this.#page.getByRole('button', { name: capture.openPhoto(number) }).click();
    await this.#page.getByRole('dialog', { name: capture.photo(number) }).waitFor();
  }

  async picksTogether(paths: readonly string[]): Promise<void> {
    const before = await this.photoCount();
    await this.#picker.setInputFiles([...paths]);
    await eventually(
      () => this.photoCount(),
      (count) => count >= before + paths.length,
      PHOTO_MILLIS,
    );
  }

  /** The message about a refused file. */
  async readsRefusalOf(path: string): Promise<string> {
    return this.#refusalOf(path).first().innerText();
  }

  photoCount(): Promise<number> {
    return this.#photos.count();
  }

  async fillsIn(words: ReportFields): Promise<void> {
    await this.#family(words.family).check();
    await this.#page.getByRole('radio', { name: words.kind }).check();
    await this.#box(capture.building).fill(words.building);
    await this.#box(capture.unit).fill(words.unit);
    await this.#box(capture.floor).fill(words.floor);
    await this.#box(capture.detail).fill(words.spot);
    await this.#box(capture.description).fill(words.description);
  }

  /** Fills in what a report requires besides photos, and a description to find it by. */
  async describes(kind: Pick<ReportFields, 'family' | 'kind'>, description: string): Promise<void> {
    await this.#family(kind.family).check();
    await this.#page.getByRole('radio', { name: kind.kind }).check();
    await this.#box(capture.description).fill(description);
  }

  async readsTheForm(): Promise<ReportFields> {
    const checked = await Promise.all(families.map((family) => this.#family(family).isChecked()));
    const family = families[checked.indexOf(true)];
    if (!family) throw new Error('no hazard family is checked');
    const kinds = await this.#page
      .getByRole('radio', { checked: true })
      .evaluateAll((radios) =>
        radios.map((radio) => (radio as HTMLInputElement).labels?.[0]?.innerText.trim() ?? ''),
      );
    return {
      family,
      kind: kinds.find((kind) => kind !== capture.families[family]) ?? '',
      building: await this.#box(capture.building).inputValue(),
      unit: await this.#box(capture.unit).inputValue(),
      floor: await this.#box(capture.floor).inputValue(),
      spot: await this.#box(capture.detail).inputValue(),
      description: await this.#box(capture.description).inputValue(),
    };
  }

  /** Saves, and waits for the next, empty report. */
  async savesAndGoesOn(): Promise<void> {
    await this.tapsSave();
    await eventually(
      async () => [await this.photoCount(), await this.#box(capture.description).inputValue()],
      ([photos, description]) => photos === 0 && description === '',
      20_000,
    );
  }

  /** Says first that album photos were taken here, if the form asks. */
  async tapsSave(): Promise<void> {
    if (await this.#page.getByText(capture.askPosition).isVisible())
      await this.#page.getByRole('radio', { name: capture.positionChoices.device }).check();
    await this.#page.getByRole('button', { name: capture.save }).click();
  }

  async opensMyReports(): Promise<void> {
    await this.#page.getByRole('link', { name: core.nav.reports }).first().click();
  }

  async goesHome(): Promise<void> {
    await this.#page.goto('/');
    await this.#reportLink.waitFor();
  }

  async sendsNow(): Promise<void> {
    await this.#page.getByRole('button', { name: core.sync.sendNow }).click();
  }

  /** Waits until the cards show exactly this. */
  async seesTrustOf(...expected: readonly Trust[]): Promise<void> {
    await eventually(
      () => this.seesTrust(),
      (cards) => cards.join() === expected.join(),
      20_000,
    );
  }

  /** The trust state on each card. */
  async seesTrust(): Promise<readonly Trust[]> {
    return (await this.#cards.allInnerTexts()).map(trustIn);
  }

  /** The number of cards with this text. */
  async countsCardsSaying(words: string): Promise<number> {
    return this.#cards.filter({ hasText: words }).count();
  }

  get #reportLink(): Locator {
    const named = { name: core.today.report };
    return this.#page.getByRole('link', named).or(this.#page.getByRole('button', named)).first();
  }

  get #picker(): Locator {
    return this.#page.getByLabel(capture.pick);
  }

  get #photos(): Locator {
    return this.#page.getByAltText(new RegExp(`^${capture.photo(0).replace('0', '\\d+')}$`));
  }

  get #cards(): Locator {
    return this.#page.getByRole('article');
  }

  #refusalOf(path: string): Locator {
    const spoken = this.#page.getByRole('alert').or(this.#page.getByRole('status'));
    return spoken.filter({ hasText: basename(path) });
  }

  #family(family: ReportFields['family']): Locator {
    return this.#page.getByRole('radio', { name: capture.families[family], exact: true });
  }

  #box(name: string): Locator {
    return this.#page.getByRole('textbox', { name });
  }
}

const photosOnCard = new RegExp(core.trust.photos(0, 0).replaceAll(/\s*0/g, '\\s*\\d+\\s*'));

const trustIn = (card: string): Trust => {
  if (card.includes(core.trust.complete)) return 'complete';
  if (photosOnCard.test(card)) return 'photos';
  if (card.includes(core.trust.textReceived)) return 'textReceived';
  return card.includes(core.trust.onPhone) ? 'onPhone' : 'unclear';
};
