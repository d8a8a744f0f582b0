/**
 * Dialogs and other overlays of each screen, in either language: each is opened as a person opens it, passed to `look` with
 * its name, and closed again.
 */
import type { Locator, Page } from 'playwright-core';
import type { Messages } from '#tests/support/page/both-languages.ts';

export type Look = (scene: string) => Promise<void>;

export const themes = ['light', 'dark', 'sunlight'] as const;
export type Theme = (typeof themes)[number];

/** Sets the theme as the app does. */
export const wear = (page: Page, theme: Theme): Promise<void> =>
  page.evaluate((it) => {
    document.documentElement.dataset['theme'] = it;
  }, theme);

export const press = (within: Page | Locator, name: string | RegExp): Promise<void> =>
  within.getByRole('button', { name, exact: true }).first().click();

export const escape = async (page: Page): Promise<void> => {
  await page.keyboard.press('Escape');
  await page.locator('dialog:modal').waitFor({ state: 'detached' });
};

/** Fills in photos, a kind and two fields of an unsaved report. */
export const fillsIn = async (
  page: Page,
  { capture }: Messages,
  photos: readonly string[],
): Promise<void> => {
  await page.getByLabel(capture.pick).setInputFiles([...photos]);
  await page.getByAltText(capture.photo(photos.length)).waitFor();
  await page.getByRole('radio', { name: capture.positionChoices.device, exact: true }).check();
  await page.getByRole('radio', { name: capture.families.ebike }).check();
  await page.getByRole('group', { name: capture.kind }).getByRole('radio').first().check();
  await page.getByRole('textbox', { name: capture.detail }).fill('楼梯下方');
  await page.getByRole('textbox', { name: capture.description }).fill('两辆电动车在楼梯下方充电');
};

const pinStands = (page: Page): Promise<void> => page.locator('.pin-map-pin').waitFor();

/** Overlays of a report with a photo. */
export const overCapture = async (page: Page, { capture }: Messages, look: Look): Promise<void> => {
  await press(page, new RegExp(`^${capture.openPhoto(1)}`));
  await look('capture-photo');
  await escape(page);
  await press(page, capture.map);
  await pinStands(page);
  await look('capture-map');
  await escape(page);
  await press(page, capture.discard);
  await look('capture-discard');
  await escape(page);
};

/** Overlays of a report with a photo and a position. */
export const overReport = async (page: Page, { detail }: Messages, look: Look): Promise<void> => {
  await press(page, new RegExp(`^${detail.viewPhoto(1)}`));
  await look('report-photo');
  await escape(page);
  await press(page, detail.addNote);
  await look('report-note');
  await escape(page);
  await press(page, detail.openMap);
  await pinStands(page);
  await look('report-map');
};

/** Fakes a metered connection from the next page on, so that the app offers its Wi-Fi setting. */
export const paysByTheByte = async (page: Page): Promise<void> => {
  await page.addInitScript(() => {
    const connection = Object.assign(new EventTarget(), { type: 'cellular', saveData: false });
    Object.defineProperty(navigator, 'connection', { value: connection });
  });
};

/** The receipts of earlier days, and the result of a comparison with the server. */
export const overOutbox = async (page: Page, { outbox }: Messages, look: Look): Promise<void> => {
  const earlier = page.getByText(outbox.earlier);
  if (await earlier.isVisible()) await earlier.click();
  await press(page, outbox.compare);
  const results = [outbox.compareFailed(''), outbox.nothingToCompare, '已核对|Compared'];
  await page
    .getByRole('status')
    .filter({ hasText: new RegExp(results.join('|')) })
    .waitFor();
  await look('outbox-compared');
};

export const overMe = async (page: Page, { me }: Messages, look: Look): Promise<void> => {
  await press(page, me.signOut);
  await look('sign-out');
  await escape(page);
};

/** Overlays of an undecided case with a photo. */
export const overCase = async (page: Page, { desk, detail }: Messages, look: Look): Promise<void> => {
  await press(page, new RegExp(`^${detail.viewPhoto(1)}`));
  await look('desk-photo');
  await escape(page);
  await press(page, new RegExp(`^${desk.dismiss}`));
  // Without a reason the dialog stays open with a message.
  await press(page.getByRole('dialog'), desk.dismiss);
  await page.getByRole('alert').first().waitFor();
  await look('desk-dismiss');
  await escape(page);
};

export const overList = async (page: Page, { desk }: Messages, look: Look): Promise<void> => {
  const conditions = page.getByRole('dialog', { name: desk.conditions });
  await press(page, desk.condition);
  await conditions.waitFor();
  await look('desk-conditions');
  await page.keyboard.press('Escape');
  await conditions.waitFor({ state: 'hidden' });
};

/** Overlays of a wide screen. */
export const overDesk = async (page: Page, { desk }: Messages, look: Look): Promise<void> => {
  await press(page, desk.keysTitle);
  await look('desk-keys');
  await escape(page);
};

/** The dismissal of an undecided report with missing photos, which has to be confirmed. */
export const overMissing = async (page: Page, { desk }: Messages, look: Look): Promise<void> => {
  await page.getByText(desk.decideMissing(1, 2)).waitFor();
  await look('desk-missing');
  await press(page, new RegExp(`^${desk.dismiss}`));
  await page.getByRole('dialog').getByRole('textbox').fill('1');
  await press(page.getByRole('dialog'), desk.dismiss);
  await page.getByRole('alert').waitFor();
  await look('desk-missing-dismiss');
  await escape(page);
};

/** The dead letters: the list, one with its stored text, and the form to correct it. At the end the form is closed. */
export const overDeadLetters = async (
  page: Page,
  { core, deadLetters: letters }: Messages,
  look: Look,
): Promise<void> => {
  await page.goto('/admin/dead-letters');
  const lines = page.getByRole('list', { name: letters.open }).getByRole('link');
  await lines.first().waitFor();
  await look('letters');
  await lines.filter({ hasText: letters.reasons.unknownHazard }).click();
  await page.getByText(letters.raw, { exact: true }).click();
  await look('letter');
  await press(page, letters.correct);
  const form = page.getByRole('form', { name: letters.correct });
  await press(form, letters.correct);
  await form.getByRole('alert').waitFor();
  await look('letter-mend');
  await press(form, core.cancel);
};
