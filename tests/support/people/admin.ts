/** An admin of the office: every method is something a person does or sees at the admin desk. */
import { writeFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import type { ImportKind } from '#domain/office/messages.ts';
import type { Phone } from './phone.ts';
import { importMessages } from '#ui/i18n/admin/import.ts';
import { peopleMessages } from '#ui/i18n/admin/people.ts';
import { shellMessages } from '#ui/i18n/admin/shell.ts';
import { core } from '#ui/i18n/zh/core.ts';
import { firstAdmin, signIn } from '#ui/i18n/zh/sign-in.ts';

export class Admin {
  constructor(readonly phone: Phone) {}

  get #page(): Page {
    return this.phone.page;
  }

  /** Becomes the first admin of an empty server, with the code from its terminal. */
  async becomesTheFirst(code: string, region: string): Promise<void> {
    await this.phone.start();
    await this.#page.goto('/');
    await this.#page.getByLabel(firstAdmin.code).fill(code);
    await this.#page.getByLabel(firstAdmin.name).fill('吴刚');
    await this.#page.getByLabel(firstAdmin.region).fill(region);
    await this.#page.getByLabel(signIn.username).fill('wu.gang');
    await this.#page.getByLabel(signIn.password).fill('a long password');
    await this.#page.getByRole('button', { name: firstAdmin.submit }).click();
    await this.#page.getByRole('link', { name: core.nav.admin }).waitFor();
  }

  async opensTheAdminDesk(): Promise<void> {
    await this.#page.getByRole('link', { name: core.nav.admin }).click();
  }

  async opensSection(name: keyof ReturnType<typeof shellMessages>['sections']): Promise<void> {
    await this.#page.getByRole('link', { name: shellMessages().sections[name] }).click();
    await this.#page.getByRole('heading', { name: shellMessages().sections[name] }).waitFor();
  }

  async addsPerson(name: string, phone: string): Promise<void> {
    await this.#page.getByRole('button', { name: shellMessages().add }).click();
    await this.#page.getByLabel(peopleMessages().name, { exact: true }).fill(name);
    await this.#page.getByLabel(peopleMessages().phone, { exact: true }).fill(phone);
    await this.#page.getByRole('button', { name: shellMessages().save }).click();
    await this.#page.getByRole('heading', { name }).waitFor();
  }

  /** Makes a code for the open person, and returns it as the screen shows it. */
  async makesACode(): Promise<string> {
    await this.#page.getByRole('button', { name: peopleMessages().makeCode }).click();
    return this.#page.getByRole('region', { name: peopleMessages().code }).locator('output').innerText();
  }

  /** Imports a file of a section, and returns the seconds from the file to the end of the writing. */
  async imports(section: string, kind: ImportKind, path: string, rows: number): Promise<number> {
    await this.#page.goto(`/admin/${section}/import?kind=${kind}`);
    const startedAt = performance.now();
    await this.#page.locator('input[type=file]').setInputFiles(path);
    await this.#page
      .getByRole('button', { name: importMessages().write(rows, kind) })
      .click({ timeout: 60_000 });
    await this.#page.getByText(importMessages().done(rows, kind)).waitFor({ timeout: 60_000 });
    return (performance.now() - startedAt) / 1000;
  }

  /** Makes codes for the people of the import that just ended, and saves their sheet as a PDF. */
  async printsTheirCodes(people: number, path: string): Promise<void> {
    await this.#page.getByRole('button', { name: peopleMessages().printCodes(people) }).click();
    await this.#page.getByRole('dialog').waitFor();
    await writeFile(path, await this.#page.pdf({ preferCSSPageSize: true }));
  }
}
