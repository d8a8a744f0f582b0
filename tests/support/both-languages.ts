/** Every word of the product by language, for whoever presses the same button in both. */
import type { Page } from 'playwright-core';
import { en, type Words } from '#ui/words/en.ts';
import type { Language } from '#ui/words/words.ts';
import { capture } from '#ui/words/zh/capture.ts';
import { core } from '#ui/words/zh/core.ts';
import { desk } from '#ui/words/zh/desk.ts';
import { detail } from '#ui/words/zh/detail.ts';
import { errors } from '#ui/words/zh/errors.ts';
import { letters } from '#ui/words/zh/letters.ts';
import { me } from '#ui/words/zh/me.ts';
import { outbox } from '#ui/words/zh/outbox.ts';
import { reports } from '#ui/words/zh/reports.ts';
import { seldom } from '#ui/words/zh/seldom.ts';
import { firstAdmin, signIn } from '#ui/words/zh/sign-in.ts';

export type { Language, Words };

export const wordsIn: Readonly<Record<Language, Words>> = {
  zh: { core, seldom, reports, outbox, capture, detail, desk, letters, me, signIn, firstAdmin, errors },
  en,
};

const names: Readonly<Record<Language, string>> = { zh: '中文', en: 'English' };

const isSpoken = (page: Page, language: Language): Promise<void> =>
  page.locator(`html[lang|=${language}]`).waitFor({ state: 'attached' });

/** By the switch that stands under the sign-in. */
export const speaksHere = async (page: Page, language: Language): Promise<void> => {
  await page.getByRole('button', { name: names[language] }).click();
  await isSpoken(page, language);
};

/** As a person who is signed in chooses it. */
export const speaks = async (page: Page, language: Language): Promise<void> => {
  await page.goto('/me');
  await page.getByRole('radio', { name: names[language] }).check();
  await isSpoken(page, language);
};
