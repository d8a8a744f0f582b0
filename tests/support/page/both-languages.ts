/** The messages of the product by language, for tests that use both. */
import type { Page } from 'playwright-core';
import { en, type Messages } from '#ui/i18n/en.ts';
import type { Language } from '#ui/i18n/messages.ts';
import { capture } from '#ui/i18n/zh/capture.ts';
import { core } from '#ui/i18n/zh/core.ts';
import { desk } from '#ui/i18n/zh/desk.ts';
import { detail } from '#ui/i18n/zh/detail.ts';
import { errors } from '#ui/i18n/zh/errors.ts';
import { deadLetters } from '#ui/i18n/zh/dead-letters.ts';
import { me } from '#ui/i18n/zh/me.ts';
import { outbox } from '#ui/i18n/zh/outbox.ts';
import { reports } from '#ui/i18n/zh/reports.ts';
import { rare } from '#ui/i18n/zh/rare.ts';
import { firstAdmin, signIn } from '#ui/i18n/zh/sign-in.ts';
import { undo } from '#ui/i18n/zh/undo.ts';

export type { Language, Messages };

export const messagesIn: Readonly<Record<Language, Messages>> = {
  zh: {
    core,
    rare,
    reports,
    outbox,
    capture,
    detail,
    desk,
    deadLetters,
    me,
    signIn,
    firstAdmin,
    undo,
    errors,
  },
  en,
};

const names: Readonly<Record<Language, string>> = { zh: '中文', en: 'English' };

const isSpoken = (page: Page, language: Language): Promise<void> =>
  page.locator(`html[lang|=${language}]`).waitFor({ state: 'attached' });

/** Changes the language by the switch under the sign-in form. */
export const speaksHere = async (page: Page, language: Language): Promise<void> => {
  await page.getByRole('button', { name: names[language] }).click();
  await isSpoken(page, language);
};

/** Changes the language on the Me screen. */
export const speaks = async (page: Page, language: Language): Promise<void> => {
  await page.goto('/me');
  await page.getByRole('radio', { name: names[language] }).check();
  await isSpoken(page, language);
};
